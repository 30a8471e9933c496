import './api';
import './open-run';
import './page';
import './queue-functions';
import './settle-timer';
