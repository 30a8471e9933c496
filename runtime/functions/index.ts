import './open-run';
import './queue-functions';
import './settle-timer';
