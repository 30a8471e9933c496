import { type BootstrapFacts, bootstrapNames, variable } from './bootstrap-facts';

/** Stages that wait for somebody's approval. */
const APPROVED = new Set<string>(['test', 'prod']);

/**
 * What the repository must have: the environments, and the names that the workflows read. An identity trusts an environment, so an
 * environment must admit the main branch only: else any branch could bring a workflow of its own and deploy with it.
 */
export function repositoryCommands(facts: BootstrapFacts): string[] {
  const { group } = bootstrapNames(facts.tenant, facts.tenantId);
  const suffix = facts.tenant.toUpperCase();
  const clientId = (name: string): string =>
    `$(az identity show --name id-signal-archive-${facts.tenant}-${name} --resource-group ${group} --query clientId -o tsv)`;
  const stages = [...facts.subscriptions.keys()];
  return [
    '# 6. The repository: environments for the main branch only, approvals, and what the workflows read (names, no secrets).',
    'APPROVER=$(gh api user --jq .id) # or the id of a team, with "type": "Team" below',
    ...[...stages, 'drift'].flatMap((name) => environment(facts.repository, name)),
    `gh variable set STATE_ACCOUNT_${suffix} --repo ${facts.repository} --body ${bootstrapNames(facts.tenant, facts.tenantId).account}`,
    `gh variable set PREVIEW_CLIENT_ID_${suffix} --repo ${facts.repository} --body "${clientId('preview')}"`,
    ...stages.map(
      (stage) =>
        `gh variable set DEPLOY_CLIENT_ID_${suffix} --repo ${facts.repository} --env ${stage} --body "${clientId(`deploy-${stage}`)}"`,
    ),
    '# Object ids for ownerIds of each stack file, and for adminIds where mappingFile is used:',
    ...stages.map((stage) => `echo "deploy-${stage}: $${variable(`deploy-${stage}`)}"`),
    '',
  ];
}

function environment(repository: string, name: string): string[] {
  const address = `repos/${repository}/environments/${name}`;
  const reviewers = APPROVED.has(name) ? `, "reviewers": [{"type": "User", "id": '"$APPROVER"'}], "can_admins_bypass": false` : '';
  const body = `{"deployment_branch_policy": {"protected_branches": false, "custom_branch_policies": true}${reviewers}}`;
  return [
    `echo '${body}' | gh api --method PUT ${address} --input -`,
    `gh api --method POST ${address}/deployment-branch-policies -f name=main`,
  ];
}
