import type { MutationGroup } from './groups';

/** What no test of any group reads is not copied into the sandbox. */
const NOT_COPIED = ['dist', 'docs/images', 'infra', 'coverage', 'reports', '.github', '.ci', 'test/{bench,e2e,hostile,infra,page}'];

/** Beside one and a half times what the tests need on unchanged code: on a busy machine what takes longer never ends. */
const TIME_LIMIT_IN_MS = 8_000;

/** jest keeps what it has loaded: without a fresh process now and then it takes 10 GB. */
const RUNS_A_PROCESS = 60;

export interface ReportFiles {
  readonly report: string;
  readonly incremental: string;
}

/** The settings of StrykerJS for one group. */
export function strykerSettings(group: MutationGroup, files: ReportFiles): object {
  return {
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner', './test/mutation/ignore-log-lines.mjs'],
    jest: { projectType: 'custom', configFile: 'test/mutation/jest.config.js', enableFindRelatedTests: false },
    coverageAnalysis: 'perTest',
    mutate: [...group.mutate],
    ignorers: ['log-lines'],
    ignorePatterns: NOT_COPIED,
    concurrency: 1,
    timeoutMS: TIME_LIMIT_IN_MS,
    maxTestRunnerReuse: RUNS_A_PROCESS,
    reporters: ['progress-append-only', 'json'],
    jsonReporter: { fileName: files.report },
    incremental: true,
    incrementalFile: files.incremental,
    allowConsoleColors: false,
    cleanTempDir: 'always',
  };
}
