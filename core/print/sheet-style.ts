/** How a printed sheet looks: one sheet divided by hairlines, the tokens of the light theme, and what printers need. Nothing is loaded. */
export const SHEET_STYLE = `
@page { size: A4; margin: 18mm 16mm; }
:root { color-scheme: light; --ink: #16212b; --ink-2: #465360; --ink-3: #5f6b76; --rule: #e1e5e7; --rule-strong: #c6cdd2;
  --ok: #26734a; --failed: #ad1f2d; --warning: #875600; --unknown: #5f6b76; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px; max-width: 860px; background: #fff; color: var(--ink);
  font: 400 12.5px/18px Inter, "Noto Sans CJK SC", "Microsoft YaHei UI", "PingFang SC", system-ui, sans-serif;
  font-feature-settings: "tnum"; }
h1 { margin: 0 0 4px; font-size: 26px; line-height: 34px; font-weight: 500; }
h2 { margin: 0 0 8px; font-size: 13px; line-height: 18px; font-weight: 600; }
section { padding: 16px 0; border-top: 1px solid var(--rule-strong); }
p { margin: 0 0 6px; }
.caption, th, footer { color: var(--ink-3); font-size: 12px; line-height: 16px; font-weight: 400; }
.verdict { font-weight: 600; }
.verdict[data-verdict="ok"] { color: var(--ok); }
.verdict[data-verdict="failed"] { color: var(--failed); }
.verdict[data-verdict="warning"] { color: var(--warning); }
.verdict[data-verdict="unknown"] { color: var(--unknown); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 4px 12px 4px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); }
th.number, td.number { text-align: right; white-space: nowrap; }
td.name { overflow-wrap: anywhere; min-width: 90px; }
tr { break-inside: avoid; }
ul { margin: 0; padding-left: 18px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 24px; margin: 0; }
dt { color: var(--ink-3); }
dd { margin: 0; overflow-wrap: anywhere; }
footer { padding-top: 16px; border-top: 1px solid var(--rule-strong); overflow-wrap: anywhere; }
@media print { body { padding: 0; max-width: none; } h2, thead { break-after: avoid; } thead { display: table-header-group; } }
`;
