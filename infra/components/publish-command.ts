import * as command from '@pulumi/command/local';
import type * as pulumi from '@pulumi/pulumi';

/** What the publish client does on an update. */
export type PublishVerb = 'release' | 'activate-mapping' | 'lock-retention';

/** Environment of the publish client, by the names it reads (`infra/publish/`). No value is a token or a secret. */
export type PublishEnvironment = Readonly<Record<string, pulumi.Input<string>>>;

/**
 * Starts the publish client as a process of its own; it signs in by itself, so no token is ever an input here.
 * Paths are relative to the project, so that the state is the same on every machine.
 */
export function publishCommand(
  name: string,
  verb: PublishVerb,
  environment: PublishEnvironment,
  triggers: readonly pulumi.Input<string | number>[],
  opts: pulumi.CustomResourceOptions,
): command.Command {
  return new command.Command(
    name,
    { create: `node dist/infra/publish/main.js ${verb}`, environment: { ...environment }, triggers: [...triggers] },
    opts,
  );
}
