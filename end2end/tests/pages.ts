// Every page that needs no id in its address, out of the table that the Rust tests keep true: a new page is looked at
// without a line here.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const table = readFileSync(path.resolve(import.meta.dirname, '../../docs/access.md'), 'utf8');
const rows = table.slice(table.indexOf('## Pages and files'), table.indexOf('## Forms')).matchAll(/^\| `([^`]+)` \| ([^|]+) \|/gm);
const all = [...rows].map(([, address, needs]) => ({ address: address ?? '', needs: needs?.trim() ?? '' }));

/**
 * Files to keep, and doors of single sign-on, are no pages to look at. The demo's customers are so many that their list
 * takes two, which is a page.
 */
const isPage = (address: string) => !/[{]|(?<!\/customers)\/export$|\/example$|\/sso\/(start|callback)/.test(address);

const isConsole = (address: string) => /^\/console(\/|$)/.test(address);

/** Pages of the signed-in area of a plane. */
export const pagesOf = (plane: 'portal' | 'console') =>
  all
    .filter(({ address, needs }) => isPage(address) && isConsole(address) === (plane === 'console') && !['—', 'password given'].includes(needs))
    .map(({ address }) => address);
