import { playProxy } from './proxy';

void playProxy();
