import { playMember } from './member';

void playMember();
