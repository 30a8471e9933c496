import { readSetup, type SetupState } from '../../../pipeline/admin/setup-state';
import { setupAddress } from '../format/addresses';
import type { Reader } from '../format/reader';
import type { PageCall, PageContent } from '../page-call';
import { Act } from '../views/act';
import { Badge } from '../views/marks';
import { Hash, Head, Time } from '../views/pieces';
import { TermsText } from './terms-text';

export interface TermsFacts {
  readonly text: string;
  readonly sha256: string;
  readonly accepted: SetupState['terms'];
}

export async function termsPage({ ports, reader }: PageCall): Promise<PageContent> {
  const facts: TermsFacts = { ...ports.facts.terms, accepted: (await readSetup(ports)).terms };
  return { title: 'Terms', section: 'Setup', main: <TermsView facts={facts} reader={reader} /> };
}

export function TermsView({ facts, reader }: { readonly facts: TermsFacts; readonly reader: Reader }) {
  const { text, sha256, accepted } = facts;
  const isAccepted = accepted?.sha256 === sha256;
  return (
    <>
      <Head
        title="Terms"
        crumb={
          <p class="crumb">
            <a href={reader.to(setupAddress('terms'))}>Setup</a>
          </p>
        }
        actions={isAccepted ? <Badge tone="good">Accepted</Badge> : <AcceptAct sha256={sha256} reader={reader} />}
      >
        <p>
          <code>docs/terms.md</code>, SHA-256 <Hash value={sha256} />.{' '}
          {accepted === undefined ? (
            'Nobody has accepted them yet.'
          ) : (
            <>
              {isAccepted ? 'Accepted' : 'Another text was accepted'} by {accepted.by},{' '}
              <Time at={accepted.at} look="long" reader={reader} />.
            </>
          )}
        </p>
      </Head>
      <section class="panel" aria-label="Terms">
        <TermsText markdown={text} />
      </section>
    </>
  );
}

function AcceptAct({ sha256, reader }: { readonly sha256: string; readonly reader: Reader }) {
  if (!reader.mayAct) return null;
  return (
    <Act name="accept" look="primary" input={{ sha256 }}>
      Accept
    </Act>
  );
}
