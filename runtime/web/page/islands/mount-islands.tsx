import { type ComponentType, render } from 'preact';
import { MappingChange } from './mapping-change/mapping-change';

/** Parts of a view that are made in the browser; the server writes what stands there until then. */
const ISLANDS: Readonly<Record<string, ComponentType>> = { 'mapping-change': MappingChange };

export function mountIslands(): void {
  for (const host of document.querySelectorAll<HTMLElement>('[data-island]')) {
    const Island = ISLANDS[host.dataset['island'] ?? ''];
    if (Island === undefined || host.dataset['isMounted'] !== undefined) continue;
    host.dataset['isMounted'] = '';
    host.replaceChildren();
    render(<Island />, host);
  }
}
