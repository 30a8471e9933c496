import { startCopy } from './copy';
import { startLive } from './live';
import { mountIslands } from './mount-islands';
import { rememberWritten } from './refresh';
import { startSelection } from './selection';
import { startActs } from './start-acts';
import { nameZone, rewriteTimes } from './times';

rememberWritten();
rewriteTimes(document);
nameZone();
mountIslands();
startCopy();
startActs();
startSelection();
startLive();
