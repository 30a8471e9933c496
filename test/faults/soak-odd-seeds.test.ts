import { describeSoak } from './harness/soak/soak-suite';

describeSoak(1);
