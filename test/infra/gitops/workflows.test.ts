import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { type StackRelease, unpromoted } from '../../../infra/gitops/check-promotion';
import { PROJECT_ROOT } from '../support/example-stack';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly steps?: readonly Step[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress'?: boolean };
  readonly environment?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uses?: string;
  readonly if?: string;
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = path.join(PROJECT_ROOT, '.github', 'workflows');
const files = readdirSync(FOLDER).sort();
const textOf = (file: string): string => readFileSync(path.join(FOLDER, file), 'utf8');
const workflow = (file: string): Workflow => parse(textOf(file)) as Workflow;
const jobs = files.flatMap((file) => Object.entries(workflow(file).jobs).map(([name, job]) => [`${file} ${name}`, job] as const));
const jobOf = (file: string, name: string): Job => workflow(file).jobs[name] ?? {};

describe('the workflows', () => {
  it('are these', () => {
    expect(files).toEqual(['ci.yml', 'deploy-stage.yml', 'deploy.yml']);
  });

  it.each(files)('%s pins every action by its digest and names its version', (file) => {
    for (const line of textOf(file)
      .split('\n')
      .filter((text) => /\buses:/.test(text) && !text.includes('./.github/'))) {
      expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it.each(files)('%s can read the code and nothing else by default', (file) => {
    expect(workflow(file).permissions).toEqual({ contents: 'read' });
  });

  it.each(files)('%s stores and uses no secret', (file) => {
    expect(textOf(file)).not.toMatch(/secrets\./);
    expect(textOf(file)).not.toMatch(/PULUMI_CONFIG_PASSPHRASE|PULUMI_ACCESS_TOKEN|CLIENT_SECRET/);
  });

  it.each(jobs.filter(([, job]) => job.steps !== undefined))('%s puts nothing from outside into a script', (_name, job) => {
    for (const { run = '' } of job.steps ?? []) expect(run).not.toMatch(/\$\{\{/);
  });

  it.each(jobs.filter(([, job]) => job.permissions?.['id-token'] !== undefined && job.steps !== undefined))(
    '%s signs in by OIDC, one run of a stack at a time',
    (_name, job) => {
      expect(job.env?.['ARM_USE_OIDC']).toBe('true');
      expect(job.concurrency?.group).toContain('matrix.job.stack');
      expect(job.steps?.some(({ run }) => run === '.github/sign-in')).toBe(true);
    },
  );

  it('never break off an update', () => {
    expect(jobOf('deploy-stage.yml', 'up').concurrency?.['cancel-in-progress']).toBe(false);
  });

  it('look with an identity that can only read, and never for a fork', () => {
    for (const name of ['preview', 'drift']) expect(jobOf('deploy.yml', name).env?.['ARM_CLIENT_ID']).toContain('PREVIEW_CLIENT_ID');
    expect(jobOf('deploy.yml', 'preview').if).toContain('head.repo.full_name == github.repository');
    expect(jobOf('deploy-stage.yml', 'up').env?.['ARM_CLIENT_ID']).toContain('DEPLOY_CLIENT_ID');
  });

  it('preview and update under the policy pack', () => {
    const scripts = ['preview']
      .flatMap((name) => jobOf('deploy.yml', name).steps ?? [])
      .concat(jobOf('deploy-stage.yml', 'up').steps ?? []);
    const pulumi = scripts.filter(({ run }) => /pulumi (preview|up)/.test(run ?? ''));
    expect(pulumi).toHaveLength(2);
    for (const { run } of pulumi) expect(run).toContain('--policy-pack infra/policy');
  });

  it('only report a drift', () => {
    const [compare] = (jobOf('deploy.yml', 'drift').steps ?? []).filter(({ run }) => run?.includes('--refresh'));
    expect(compare?.run).toContain('--expect-no-changes');
    expect(compare?.run).not.toMatch(/exit \$code|pulumi up/);
  });

  it('wait for the approval of each stage, in order', () => {
    expect(jobOf('deploy-stage.yml', 'up').environment).toContain('inputs.stage');
    expect(parse(textOf('deploy.yml')).jobs.test.needs).toContain('dev');
    expect(parse(textOf('deploy.yml')).jobs.prod.needs).toContain('test');
  });

  it('build the zip once, and compare its hash before it is deployed', () => {
    expect(textOf('deploy.yml').match(/gh release create/g)).toHaveLength(1);
    expect(textOf('deploy-stage.yml')).toContain('sha256sum --check --strict');
  });
});

describe('a release of production', () => {
  const release = (stage: string, sha256: string): StackRelease => ({ tenant: 'fabrikam', stack: `fabrikam-${stage}`, stage, sha256 });
  const hasNamed = (stack: string, sha256: string): boolean => stack === 'fabrikam-test' && sha256 === 'aa';

  it.each<[string, readonly StackRelease[], number]>([
    ['has been in test', [release('test', 'bb'), release('prod', 'aa')], 0],
    ['has never been in test', [release('test', 'bb'), release('prod', 'cc')], 1],
    ['is not named yet', [release('prod', '')], 0],
    ['is that of another stage', [release('test', 'cc')], 0],
  ])('%s', (_case, releases, count) => {
    expect(unpromoted(releases, hasNamed)).toHaveLength(count);
  });
});
