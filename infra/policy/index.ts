import { PolicyPack } from '@pulumi/policy';
import { policies } from './policies';

/** The security baseline for `pulumi preview --policy-pack infra/policy` (built by `npm run build`). */
new PolicyPack('signal-archive-baseline', { policies });
