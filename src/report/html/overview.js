// The top of the report: what the run did, and the pages worth checking first.

const [READ, TEXT, THREAD, REMOVED] = [0, 1, 2, 3];
/** Labels and rules that some page shown here has: only these can be filtered by. */
const SHOWN_LABELS = new Set(DATA.views.flatMap((view) => view.lines.map((line) => line[1])));
const SHOWN_RULES = new Set(DATA.views.flatMap((view) => view.lines.map((line) => line[3]).filter(Boolean)));

function overview() {
  const c = DATA.chars;
  byId("lead").textContent = DATA.pages
    ? `${many(DATA.pages, "page")} with ${chars(c[READ])} characters were cleaned. ${percent(c[TEXT], c[READ])} of the text was kept as article, ${percent(c[THREAD], c[READ])} went to threads of ${many(DATA.comments, "comment")} on ${many(DATA.pages_with_comments, "page")}, and ${percent(c[REMOVED], c[READ])} was removed.`
    : "The run has no pages.";
  const parts = [
    ["article", "Kept as article", TEXT],
    ["comment", "Moved to threads", THREAD],
    ["chrome", "Removed", REMOVED],
  ];
  byId("whole").append(
    h(
      "div",
      { class: "stack", "aria-hidden": "true" },
      parts.map(([part, , at]) => c[at] > 0 && h("span", { class: part, share: width(c[at], c[READ]) })),
    ),
    h(
      "dl",
      { class: "shares" },
      parts.map(([part, name, at]) =>
        h(
          "div",
          { class: part },
          h("dt", {}, h("i", { class: "dot" }), name),
          h(
            "dd",
            {},
            h("strong", {}, percent(c[at], c[READ])),
            h("div", { class: "soft" }, `${count(c[at])} characters`),
          ),
        ),
      ),
    ),
  );
  byId("alarms").append(...DATA.alarms.map((alarm) => h("p", { class: "note warn" }, alarmText(alarm))));
  if (!DATA.audited) {
    byId("alarms").append(
      h(
        "p",
        { class: "note" },
        "No audit was given, so that neither kinds nor originals nor removed lines can be shown. Run the report again with --audit.",
      ),
    );
    return;
  }
  const titles = { article: "Article", comment: "Threads", chrome: "Removed" };
  const top = Math.max(...DATA.labels.map((label) => label.chars));
  for (const part of ["article", "comment", "chrome"]) {
    const found = DATA.labels
      .map((label, at) => ({ ...label, at }))
      .filter((label) => label.part === part && label.chars > 0);
    found.sort((a, b) => b.chars - a.chars || a.at - b.at);
    const rows = found.map((label) => [
      labelName(label),
      label.chars,
      percent(label.chars, c[READ]),
      part,
      SHOWN_LABELS.has(label.at) && (() => filterBy({ kind: String(label.at) })),
    ]);
    byId("labels").append(
      h(
        "div",
        { class: "card" },
        rows.length
          ? bars(
              titles[part],
              "share of all text",
              rows,
              part === "article" ? top : Math.max(...found.map((label) => label.chars)),
            )
          : h("p", { class: "soft" }, `${titles[part]}: none`),
      ),
    );
  }
}

function alarmText(alarm) {
  const share = `${alarm.percent} %`;
  if (alarm.what === "run") return `Guard rail: ${share} of all text was removed, more than ${alarm.limit} %.`;
  if (alarm.what === "site")
    return `Guard rail: ${share} of the text of ${alarm.name} was removed, more than ${alarm.limit} %.`;
  return `Guard rail: rule ${alarm.name} took ${share} of all text, more than ${alarm.limit} %.`;
}

/** What makes a page doubtful, in words. */
function doubtText(doubt) {
  const [[kind, figure]] = typeof doubt === "string" ? [[doubt, 0]] : Object.entries(doubt);
  return {
    unsure: `confidence ${(figure / 1000).toFixed(2)}`,
    removed: `${figure} % removed`,
    empty: `nothing left of ${count(figure)} characters`,
    short: `${figure} % of the lines are short`,
    unlabelled: "not cleaned",
  }[kind];
}

function doubtful() {
  const rows = DATA.doubtful.map(([at, doubts, alike], rank) => ({
    name: DATA.views[at].id,
    at,
    doubts,
    alike,
    rank,
    view: DATA.views[at],
  }));
  if (!rows.length) {
    byId("doubtful-list").append(h("p", { class: "note" }, "No page stands out."));
    return;
  }
  byId("doubtful-list").append(
    listTable({
      name: "a page",
      rows,
      sort: 0,
      search: (row) => `${row.name} ${row.view.site}`,
      columns: [
        {
          name: "Page",
          head: true,
          by: (row) => -row.rank,
          show: (row) => [
            h("button", { type: "button", class: "text name", onclick: () => openPage(row.at) }, titleOf(row.view)),
            h(
              "small",
              { class: "soft" },
              h("br"),
              [row.view.site || row.name, row.alike > 1 && `${count(row.alike)} pages alike`]
                .filter(Boolean)
                .join(" \u00b7 "),
            ),
          ],
        },
        {
          name: "Why",
          show: (row) =>
            h(
              "div",
              { class: "chips" },
              row.doubts.map((doubt) => h("span", { class: "chip warn" }, doubtText(doubt))),
            ),
        },
        {
          name: "Confidence",
          number: true,
          up: true,
          by: (row) => row.view.confidence ?? 2,
          show: (row) => (row.view.confidence === null ? "-" : row.view.confidence.toFixed(2)),
        },
        {
          name: "Removed",
          number: true,
          by: (row) => row.view.chars[REMOVED] / (row.view.chars[READ] || 1),
          show: (row) => percent(row.view.chars[REMOVED], row.view.chars[READ]),
        },
        {
          name: "Characters",
          number: true,
          by: (row) => row.view.chars[READ],
          show: (row) => count(row.view.chars[READ]),
        },
      ],
    }),
  );
}
