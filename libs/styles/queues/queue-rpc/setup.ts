import { declaring } from '../declared';
import { topology } from './topology';

export const setUp = declaring(topology);
