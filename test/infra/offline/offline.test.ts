import { execFile } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { readOptions, UsageError } from '../../../infra/offline/options';
import { copyProject } from '../../../infra/offline/project-copy';
import { DUMMY_SECRET, takeOffline } from '../../../infra/offline/stack-file';
import { buildProgram } from '../support/built-program';
import { PROJECT_ROOT } from '../support/example-stack';

/** A limit against hanging: a busy machine must not fail a test. */
jest.setTimeout(10 * 60_000);

describe('the offline runner', () => {
  it('takes the example when nothing else is said', () => {
    expect(readOptions(['preview'], '/project')).toEqual({
      verb: 'preview',
      stackFile: '/project/Pulumi.dev.yaml',
      stack: 'dev',
      backend: undefined,
      hasPolicies: false,
      exportFile: undefined,
      signedInTenant: undefined,
      signedInEntraTenant: undefined,
      signedInObject: undefined,
    });
  });

  it('takes the name of the stack from the name of its file', () => {
    expect(readOptions(['up', '--stack-file', 'stacks/Pulumi.contoso-prod.yaml'], '/project').stack).toBe('contoso-prod');
    expect(readOptions(['up', '--stack-file', 'variant-3.yaml'], '/project').stack).toBe('variant-3');
    expect(readOptions(['up', '--stack-file', 'Pulumi.a.yaml', '--stack', 'b'], '/project').stack).toBe('b');
  });

  it('takes everything that a check may say', () => {
    const said = [
      'up',
      '--stack-file',
      '/s/Pulumi.x.yaml',
      '--backend',
      'state',
      '--policy',
      '--export',
      'out.json',
      '--signed-in-tenant',
      't',
      '--signed-in-object',
      'o',
    ];
    expect(readOptions(said, '/project')).toMatchObject({
      backend: '/project/state',
      hasPolicies: true,
      exportFile: '/project/out.json',
      signedInTenant: 't',
      signedInObject: 'o',
    });
  });

  it.each([
    ['no verb', []],
    ['another verb', ['destroy']],
    ['two verbs', ['up', 'preview']],
    ['an unknown option', ['up', '--force']],
    ['an option without its value', ['up', '--backend']],
    ['a name that leaves the folder', ['up', '--stack', '../x']],
  ])('refuses %s', (_case, args) => {
    expect(() => readOptions(args, '/project')).toThrow(UsageError);
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ['64 for a wrong use', ['up', '--force'], 64, /--stack-file <file>/],
    ['3 where there is no pulumi', ['preview'], 3, /There is no `pulumi` on PATH/],
  ])('ends with %s', async (_case, args, code, text) => {
    await buildProgram();
    const result = await new Promise<{ code: number; text: string }>((resolve) => {
      const main = path.join(PROJECT_ROOT, 'dist', 'infra', 'offline', 'main.js');
      execFile(process.execPath, [main, ...args], { cwd: PROJECT_ROOT, env: { PATH: '/nowhere' } }, (error, _out, stderr) =>
        resolve({ code: Number(error?.code ?? 0), text: stderr }),
      );
    });
    expect(result.code).toBe(code);
    expect(result.text).toMatch(text);
  });
});

describe('the built program', () => {
  it('is remembered inside the folder it is built into, so that it is built again when that folder is taken away', () => {
    const file = path.join(PROJECT_ROOT, 'infra', 'tsconfig.json');
    const { compilerOptions } = JSON.parse(readFileSync(file, 'utf8')) as { compilerOptions: { outDir: string; tsBuildInfoFile: string } };

    expect(path.dirname(compilerOptions.tsBuildInfoFile)).toBe(compilerOptions.outDir);
  });
});

describe('a stack file taken offline', () => {
  const TEXT = `secretsprovider: azurekeyvault://kv.vault.azure.net/keys/pulumi
encryptedkey: abc
encryptionsalt: v1:xyz
config:
  signal-archive:tenantId: 11111111-1111-4111-8111-111111111111 # who
  signal-archive:subscriptionId: 22222222-2222-4222-8222-222222222222
  signal-archive:vendorPin:
    secure: v1:ciphertext
  signal-archive:tags:
    owner: a
  other:list:
    - secure: v1:ciphertext
    - plain
`;

  it('loses its secrets provider and every encrypted value, and nothing else', () => {
    const offline = takeOffline(TEXT);

    expect(parse(offline.text)).toEqual({
      config: {
        'signal-archive:tenantId': '11111111-1111-4111-8111-111111111111',
        'signal-archive:subscriptionId': '22222222-2222-4222-8222-222222222222',
        'signal-archive:vendorPin': DUMMY_SECRET,
        'signal-archive:tags': { owner: 'a' },
        'other:list': [DUMMY_SECRET, 'plain'],
      },
    });
    expect(offline.text).toContain('# who');
    expect(offline.tenantId).toBe('11111111-1111-4111-8111-111111111111');
  });

  it('is refused when it is no stack file', () => {
    expect(() => takeOffline('just a text')).toThrow(/no YAML map/);
    expect(() => takeOffline('a: [')).toThrow(/no YAML map/);
  });
});

describe('the copy of the project', () => {
  it('has a stack file and a project file of its own, and links to everything else', () => {
    const project = mkdtempSync(path.join(tmpdir(), 'signal-archive-source-'));
    for (const [file, text] of [
      ['Pulumi.yaml', 'name: signal-archive\n'],
      ['Pulumi.dev.yaml', 'config: {}\n'],
      ['Pulumi.contoso-prod.yaml', 'config: {}\n'],
      ['package.json', '{}'],
    ] as const) {
      writeFileSync(path.join(project, file), text);
    }

    const stackFile = path.join(project, 'Pulumi.dev.yaml');
    const copy = copyProject(project, { stack: 'dev', stackFile, backend: undefined }, 'config:\n  a: 1\n');

    expect(readFileSync(path.join(copy.root, 'Pulumi.dev.yaml'), 'utf8')).toBe('config:\n  a: 1\n');
    expect(readFileSync(path.join(project, 'Pulumi.dev.yaml'), 'utf8')).toBe('config: {}\n');
    for (const file of ['Pulumi.dev.yaml', 'Pulumi.yaml']) expect(lstatSync(path.join(copy.root, file)).isSymbolicLink()).toBe(false);
    for (const file of ['package.json', 'Pulumi.contoso-prod.yaml'])
      expect(lstatSync(path.join(copy.root, file)).isSymbolicLink()).toBe(true);
    for (const plugin of ['pulumi-language-nodejs', 'pulumi-resource-azure-native', 'pulumi-resource-azuread', 'pulumi-resource-command']) {
      expect(lstatSync(path.join(copy.plugins, plugin)).mode & 0o111).not.toBe(0);
    }
    copy.remove();
    expect(existsSync(copy.root)).toBe(false);
    expect(existsSync(path.join(project, 'package.json'))).toBe(true);
  });

  it('shows the program the other stages of the tenant whose files lie beside the stack file, and no other stack of that folder', () => {
    const project = mkdtempSync(path.join(tmpdir(), 'signal-archive-source-'));
    const elsewhere = mkdtempSync(path.join(tmpdir(), 'signal-archive-stacks-'));
    writeFileSync(path.join(project, 'Pulumi.yaml'), 'name: signal-archive\n');
    writeFileSync(path.join(project, 'Pulumi.contoso-prod.yaml'), 'config: {}\n');
    for (const stack of ['contoso-dev', 'contoso-prod', 'fabrikam-prod', 'variant']) {
      writeFileSync(path.join(elsewhere, `Pulumi.${stack}.yaml`), `config:\n  is: ${stack}\n`);
    }

    const stackFile = path.join(elsewhere, 'Pulumi.contoso-dev.yaml');
    const copy = copyProject(project, { stack: 'contoso-dev', stackFile, backend: undefined }, 'config: {}\n');

    expect(readdirSync(copy.root).sort()).toEqual(['Pulumi.contoso-dev.yaml', 'Pulumi.contoso-prod.yaml', 'Pulumi.yaml']);
    expect(readFileSync(path.join(copy.root, 'Pulumi.contoso-prod.yaml'), 'utf8')).toContain('is: contoso-prod');
    copy.remove();
  });
});
