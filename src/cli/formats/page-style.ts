/** The style of the page: light and dark, narrow and wide, and on paper. */
export const pageStyle = `
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --critical: #b00020; --high: #b83a05; --medium: #7a5900; --low: #1864ab; --recorded: #22682f; --unread: #868e96; --quiet: light-dark(#5f6368, #a9afb6); }
* { box-sizing: border-box; }
body { color: light-dark(#1b1f23, #e6e8ea); background: light-dark(#fff, #14171a); font: 15px/1.5 system-ui, sans-serif; max-width: 1200px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
.quiet { color: var(--quiet); } .scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; }
code, pre { font: 13px/1.4 ui-monospace, monospace; } pre { background: var(--soft); padding: .5rem .75rem; border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
.counts { display: flex; flex-wrap: wrap; gap: .75rem; padding: 0; margin: 1rem 0; list-style: none; }
.counts li { border: 1px solid var(--line); border-radius: 6px; padding: .4rem .8rem; } .counts b { font-size: 1.3rem; display: block; }
.mark { display: inline-block; color: #fff; border-radius: 3px; padding: 0 .4rem; font-size: 12px; font-weight: 600; }
.critical { background: var(--critical); } .high { background: var(--high); } .medium { background: var(--medium); } .low { background: var(--low); } .recorded { background: var(--recorded); } .mark.unread, .map td > span.unread { color: #000; background: repeating-linear-gradient(45deg, #ced4da 0 4px, #e9ecef 4px 8px); }
.map { width: auto; } .map th { font-weight: 500; font-size: 12px; } .map thead th { writing-mode: vertical-rl; transform: rotate(180deg); padding: .3rem .1rem; border: 0; }
.map td { padding: 1px; border: 0; } .map td > span { display: block; width: 1.6rem; height: 1.4rem; border-radius: 3px; color: #fff; font-size: 11px; text-align: center; line-height: 1.4rem; }
.map tbody th { white-space: nowrap; border: 0; padding-right: 1rem; }
article { border: 1px solid var(--line); border-left: 5px solid var(--unread); border-radius: 6px; padding: .6rem 1rem; margin: .75rem 0; break-inside: avoid; }
article.is-critical { border-left-color: var(--critical); } article.is-high { border-left-color: var(--high); } article.is-medium { border-left-color: var(--medium); } article.is-low { border-left-color: var(--low); }
article h3 { font-size: 1rem; margin: 0 0 .25rem; } article p { margin: .25rem 0; }
@media print { :root { color-scheme: light; } body { max-width: none; margin: 0; font-size: 11px; } h2 { break-after: avoid; } .scroll { overflow: visible; } tr { break-inside: avoid; } .mark, .map td > span { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
`;
