import type { CallSite } from './call-sites';

/** How often each call site was where a process died. */
export class CallSiteTable {
  private readonly hits = new Map<CallSite, number>();

  constructor(sites: Iterable<CallSite>) {
    for (const site of sites) this.hits.set(site, 0);
  }

  hit(site: CallSite): void {
    this.hits.set(site, (this.hits.get(site) ?? 0) + 1);
  }

  get size(): number {
    return this.hits.size;
  }

  neverHit(): CallSite[] {
    return [...this.hits].flatMap(([site, count]) => (count === 0 ? [site] : []));
  }

  lines(): string[] {
    const sorted = [...this.hits].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
    return sorted.map(([site, count]) => `  ${String(count).padStart(4)}  ${site}`);
  }
}
