/** The look of `report.html`: the page's tokens in their light form, on paper too. No colour carries a meaning that no word carries. */
export const REPORT_STYLE = `
:root { color-scheme: light; --text: #242424; --text-2: #424242; --text-3: #616161; --line: #e0e0e0; --line-strong: #d1d1d1; --sunken: #f5f5f5; --canvas: #fafafa;
  --good: #0e700e; --good-tint: #f1faf1; --good-edge: #9fd89f; --held: #bc4b09; --held-tint: #fff9f5; --held-edge: #fdcfb4; --bad: #b10e1c; --bad-tint: #fdf3f4; --bad-edge: #eeacb2;
  --font: "Segoe UI", "Segoe UI Web (West European)", -apple-system, BlinkMacSystemFont, Roboto, "Open Sans", "Helvetica Neue", Arial, sans-serif; --mono: Consolas, "Courier New", Courier, monospace; }
* { box-sizing: border-box; margin: 0; padding: 0; }
body { font: 14px/20px var(--font); font-variant-numeric: tabular-nums; color: var(--text); background: var(--canvas); }
main { max-width: 1000px; margin: 0 auto; padding: 32px 32px 48px; }
h1 { font-size: 20px; line-height: 28px; font-weight: 600; }
h2 { font-size: 16px; line-height: 22px; font-weight: 600; flex: 1 1 auto; }
h3 { font-size: 14px; line-height: 20px; font-weight: 600; }
code, .reason { font: 12px/20px var(--mono); overflow-wrap: anywhere; }
.brand { display: flex; align-items: center; gap: 8px; padding-bottom: 12px; margin-bottom: 24px; border-bottom: 1px solid var(--line); color: var(--text-3); }
.brand svg { width: 20px; height: 20px; fill: none; stroke: #0f6cbd; stroke-width: 1.3; }
.brand strong { color: var(--text); font-weight: 600; }
.brand .right { margin-left: auto; }
.badge { display: inline-block; padding: 1px 8px; font: 600 12px/16px var(--font); border: 1px solid var(--edge, var(--line-strong)); border-radius: 4px; color: var(--tone, var(--text-2)); background: var(--tint, var(--sunken)); vertical-align: 3px; white-space: nowrap; }
.is-good { --tone: var(--good); --tint: var(--good-tint); --edge: var(--good-edge); }
.is-held { --tone: var(--held); --tint: var(--held-tint); --edge: var(--held-edge); }
.is-bad { --tone: var(--bad); --tint: var(--bad-tint); --edge: var(--bad-edge); }
.statement { margin: 8px 0 2px; font-size: 28px; line-height: 36px; font-weight: 600; letter-spacing: -.01em; }
.open { font-size: 20px; line-height: 28px; color: var(--text-2); }
.note { color: var(--text-3); font-size: 12px; line-height: 16px; }
.head .note { margin: 8px 0 24px; }
.panel { margin-bottom: 16px; background: #fff; border: 1px solid var(--line); border-radius: 6px; }
.panel-head { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; min-height: 46px; padding: 6px 16px; }
.panel-head + * { border-top: 1px solid var(--line); }
.panel-foot { padding: 10px 16px; border-top: 1px solid var(--line); }
.counters { display: grid; grid-template-columns: repeat(7, auto); align-items: end; gap: 12px 16px; padding: 12px 16px; }
.counters dt { font-size: 12px; line-height: 16px; color: var(--text-3); }
.counters dd { font-size: 20px; line-height: 28px; font-weight: 600; }
.counters dd.time { font-size: 14px; white-space: nowrap; }
.sums { padding: 12px 16px 14px; }
.sums > * + * { margin-top: 14px; }
.sum { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 0 10px; font-size: 20px; line-height: 28px; color: var(--text-3); }
.term { display: flex; align-items: flex-end; gap: 10px; }
.sum b { display: block; font-weight: 600; color: var(--tone, var(--text)); }
.sum small { display: block; font-size: 12px; line-height: 16px; }
.sum .zero { color: var(--text-3); font-weight: 400; }
.why { padding: 12px 16px; }
.why + .why, .why + table, table + .why { border-top: 1px solid var(--line); }
.why h3 { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: baseline; }
.why h3 .much { margin-left: auto; }
.why p { margin-top: 2px; color: var(--text-2); }
.reason { padding: 0 6px; color: var(--text-2); background: var(--sunken); border: 1px solid var(--line); border-radius: 4px; font-weight: 400; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 6px 10px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th:first-child, td:first-child { padding-left: 16px; }
th:last-child, td:last-child { padding-right: 16px; }
table.even { table-layout: fixed; }
.even :is(th, td):nth-child(1) { width: 27%; } .even :is(th, td):nth-child(2) { width: 24%; } .even :is(th, td):nth-child(3) { width: 18%; }
thead { display: table-header-group; }
thead th { font: 600 12px/16px var(--font); color: var(--text-3); vertical-align: bottom; border-bottom-color: var(--line-strong); }
tbody th { font-weight: 400; }
tbody:last-child > :last-child > * { border-bottom: 0; }
tfoot th, tfoot td { font-weight: 600; border-top: 1px solid var(--line-strong); border-bottom: 0; }
.num { text-align: right; white-space: nowrap; }
td code { white-space: nowrap; }
.quiet { color: var(--text-3); }
.empty { padding: 12px 16px; color: var(--text-2); }
.facts > div { display: grid; grid-template-columns: 128px minmax(0, 1fr); gap: 0 12px; padding: 8px 16px; }
.facts > div + div { border-top: 1px solid var(--line); }
.facts dt { color: var(--text-3); }
pre { margin-top: 4px; padding: 6px 12px; font: 12px/20px var(--mono); background: var(--sunken); border: 1px solid var(--line); border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
@media screen and (max-width: 760px) { main { padding: 16px; } .statement { font-size: 20px; line-height: 28px; } .counters { grid-template-columns: repeat(2, 1fr); } .panel { overflow-x: auto; } }
@media print {
  @page { size: A4; margin: 14mm 12mm 16mm; }
  body { background: #fff; font-size: 11px; line-height: 15px; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  code, .reason, pre { font-size: 9px; line-height: 13px; } .note, thead th, .counters dt, .sum small, .badge { font-size: 9px; line-height: 12px; } h1, h2 { font-size: 13px; line-height: 18px; } h3, th, td { font-size: 10px; line-height: 14px; } .why { break-after: avoid; } .panel-head { min-height: 32px; }
  .counters { grid-template-columns: repeat(7, auto); gap: 8px 12px; } .panel { border-radius: 0; } tr, .why, .facts > div, .sum { break-inside: avoid; } .panel-head { break-after: avoid; }
  .statement { font-size: 20px; line-height: 26px; } .open, .sum, .counters dd { font-size: 15px; line-height: 20px; } .counters dd.time { font-size: 11px; }
}
`;
