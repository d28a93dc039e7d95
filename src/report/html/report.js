// The report: sections drawn from the figures.

const [READ, TEXT, THREAD, REMOVED] = [0, 1, 2, 3];
/** Share of a site's text that one rule may take before it stands out, and the pages the site must have. */
const MUCH_OF_SITE = 0.15;
const MUCH_OF_ALL = 0.05;
const ENOUGH_PAGES = 10;
/** Rows of a table that are drawn at first. */
const FIRST_ROWS = 25;

/** A table of bars: rows of [name, figure, shown figure, class, action]. */
function bars(title, note, rows, most) {
  const top = most || Math.max(1, ...rows.map((row) => row[1]));
  return h("table", { class: "bars" }, h("caption", {}, title, note && h("span", {}, note)),
    h("tbody", {}, rows.map(([name, figure, shown, part, action]) => h("tr", { class: part },
      h("th", { scope: "row" }, action ? h("button", { type: "button", class: "text", onclick: action }, name) : name),
      h("td", { class: "track", "aria-hidden": "true" }, h("div", { share: width(figure, top), class: figure ? "" : "none" })),
      h("td", { class: "number" }, shown)))));
}

/** A table that sorts by its columns, draws few rows at first, and can be searched. */
function listTable({ name, columns, rows, search, sort }) {
  const state = { column: sort, up: false, all: false, words: "" };
  const body = h("tbody");
  const more = h("button", { type: "button", class: "more", onclick: () => { state.all = true; draw(); } });
  const heads = columns.map((column, at) => h("th", { scope: "col", class: column.number ? "number" : "" },
    column.by ? h("button", { type: "button", onclick: () => sortBy(at) }, column.name) : column.name));
  function sortBy(at) {
    state.up = state.column === at ? !state.up : Boolean(columns[at].up);
    state.column = at;
    draw();
  }
  function draw() {
    const { by } = columns[state.column];
    const sign = state.up ? 1 : -1;
    const found = rows.filter((row) => !state.words || search(row).toLowerCase().includes(state.words));
    found.sort((a, b) => sign * (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0) || (a.name < b.name ? -1 : 1));
    const shown = state.all || state.words ? found : found.slice(0, FIRST_ROWS);
    body.replaceChildren(...shown.map((row) => h("tr", {}, columns.map((column) => {
      const tag = column.head ? "th" : "td";
      return h(tag, { scope: column.head && "row", class: [column.number && "number", column.class].filter(Boolean).join(" "), "data-name": column.head ? null : column.name }, column.show(row));
    }))));
    heads.forEach((head, at) => {
      if (at === state.column) head.setAttribute("aria-sort", state.up ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    more.hidden = shown.length === found.length;
    more.textContent = `Show all ${count(found.length)}`;
  }
  const find = h("input", { type: "search", oninput: (event) => { state.words = event.target.value.trim().toLowerCase(); draw(); } });
  draw();
  return h("div", {}, rows.length > FIRST_ROWS && h("div", { class: "tools" }, h("label", {}, `Find ${name}`, find)),
    h("table", { class: "list card" }, h("thead", {}, h("tr", {}, heads)), body), more);
}

const meter = (part, whole, className) => h("span", { class: `meter ${className || ""}`, "aria-hidden": "true" }, h("i", { share: width(part, whole) }));

function overview() {
  const c = DATA.chars;
  byId("lead").textContent = DATA.pages
    ? `${many(DATA.pages, "page")} with ${chars(c[READ])} characters were cleaned. ${percent(c[TEXT], c[READ])} of the text was kept as article, ${percent(c[THREAD], c[READ])} went to threads of ${many(DATA.comments, "comment")} on ${many(DATA.pages_with_comments, "page")}, and ${percent(c[REMOVED], c[READ])} was removed.`
    : "The run has no pages.";
  const parts = [["article", "Kept as article", TEXT], ["comment", "Moved to threads", THREAD], ["chrome", "Removed", REMOVED]];
  byId("whole").append(
    h("div", { class: "stack", "aria-hidden": "true" }, parts.map(([part, , at]) => c[at] > 0 && h("span", { class: part, share: width(c[at], c[READ]) }))),
    h("dl", { class: "shares" }, parts.map(([part, name, at]) => h("div", { class: part }, h("dt", {}, h("i", { class: "dot" }), name), h("dd", {}, h("strong", {}, percent(c[at], c[READ])), h("div", { class: "soft" }, `${count(c[at])} characters`))))));
  byId("alarms").append(...DATA.alarms.map((alarm) => h("p", { class: "note warn" }, alarmText(alarm))));
  if (!DATA.audited) {
    byId("alarms").append(h("p", { class: "note" }, "No audit was given, so that neither kinds nor originals nor removed lines can be shown. Run the report again with --audit."));
    return;
  }
  const titles = { article: "Article", comment: "Threads", chrome: "Removed" };
  const top = Math.max(...DATA.labels.map((label) => label.chars));
  for (const part of ["article", "comment", "chrome"]) {
    const found = DATA.labels.map((label, at) => ({ ...label, at })).filter((label) => label.part === part && label.chars > 0);
    found.sort((a, b) => b.chars - a.chars || a.at - b.at);
    const rows = found.map((label) => [labelName(label), label.chars, percent(label.chars, c[READ]), part, () => filterBy({ kind: String(label.at) })]);
    byId("labels").append(h("div", { class: "card" }, rows.length ? bars(titles[part], "share of all text", rows, part === "article" ? top : Math.max(...found.map((label) => label.chars))) : h("p", { class: "soft" }, `${titles[part]}: none`)));
  }
}

function alarmText(alarm) {
  const share = `${alarm.percent} %`;
  if (alarm.what === "run") return `Guard rail: ${share} of all text was removed, more than ${alarm.limit} %.`;
  if (alarm.what === "site") return `Guard rail: ${share} of the text of ${alarm.name} was removed, more than ${alarm.limit} %.`;
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
  const rows = DATA.doubtful.map(([at, doubts, alike], rank) => ({ name: DATA.views[at].id, at, doubts, alike, rank, view: DATA.views[at] }));
  if (!rows.length) {
    byId("doubtful-list").append(h("p", { class: "note" }, "No page stands out."));
    return;
  }
  byId("doubtful-list").append(listTable({
    name: "a page", rows, sort: 0, search: (row) => `${row.name} ${row.view.site}`,
    columns: [
      { name: "Page", head: true, by: (row) => -row.rank, show: (row) => [h("button", { type: "button", class: "text name", onclick: () => openPage(row.at) }, titleOf(row.view)), h("small", { class: "soft" }, h("br"), [row.view.site || row.name, row.alike > 1 && `${count(row.alike)} pages alike`].filter(Boolean).join(" \u00b7 "))] },
      { name: "Why", show: (row) => h("div", { class: "chips" }, row.doubts.map((doubt) => h("span", { class: "chip warn" }, doubtText(doubt)))) },
      { name: "Confidence", number: true, up: true, by: (row) => row.view.confidence ?? 2, show: (row) => (row.view.confidence === null ? "-" : row.view.confidence.toFixed(2)) },
      { name: "Removed", number: true, by: (row) => row.view.chars[REMOVED] / (row.view.chars[READ] || 1), show: (row) => percent(row.view.chars[REMOVED], row.view.chars[READ]) },
      { name: "Characters", number: true, by: (row) => row.view.chars[READ], show: (row) => count(row.view.chars[READ]) },
    ],
  }));
}

const browser = { found: [], at: -1, order: [] };

function filters() {
  const sampled = new Set(DATA.sample);
  const doubted = new Set(DATA.doubtful.map(([at]) => at));
  browser.order = [...DATA.doubtful.map(([at]) => at), ...DATA.sample.filter((at) => !doubted.has(at))];
  byId("pages-hint").textContent = DATA.audited
    ? `${many(DATA.sample.length, "page")} drawn by the hash of the ids, and those worth checking. Each line of the original is marked with what became of it.`
    : `${many(DATA.sample.length, "page")} drawn by the hash of the ids, and those worth checking.`;
  if (DATA.left_out) byId("pages-hint").textContent += ` ${many(DATA.left_out, "page")} more did not fit.`;
  const used = new Set(DATA.views.flatMap((view) => view.lines.map((line) => line[1])));
  const rules = new Set(DATA.views.flatMap((view) => view.lines.map((line) => line[3]).filter(Boolean)));
  const sites = new Set(DATA.views.map((view) => view.site).filter(Boolean));
  const fill = (id, options) => byId(id).append(h("option", { value: "" }, "any"), ...options.map(([value, name]) => h("option", { value }, name)));
  fill("filter-kind", DATA.labels.map((label, at) => [at, `${PARTS[label.part]}: ${labelName(label)}`]).filter(([at]) => used.has(at)));
  fill("filter-rule", [...rules].sort().map((rule) => [rule, rule]));
  fill("filter-site", [...sites].sort().map((site) => [site, site]));
  const form = byId("filters");
  form.addEventListener("input", () => applyFilters(sampled, doubted));
  form.addEventListener("reset", () => setTimeout(() => applyFilters(sampled, doubted)));
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("picker").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...byId("picker").querySelectorAll("button")];
    const next = buttons[buttons.indexOf(document.activeElement) + step];
    if (next) { event.preventDefault(); next.focus(); }
  });
  applyFilters(sampled, doubted);
}

function wanted() {
  const value = (id) => byId(id).value;
  const number = (id, otherwise) => (value(id) === "" ? otherwise : Number(value(id)));
  return { set: value("filter-set"), kind: value("filter-kind"), rule: value("filter-rule"), site: value("filter-site"), from: number("filter-from", 0), to: number("filter-to", 1) };
}

/** Tells the lines that the filters ask for; null when they ask for none. */
function lineFilter({ kind, rule }) {
  if (kind === "" && rule === "") return null;
  return (line) => (kind === "" || line[1] === Number(kind)) && (rule === "" || line[3] === rule);
}

function applyFilters(sampled, doubted) {
  const want = wanted();
  const matches = lineFilter(want);
  browser.found = browser.order.filter((at) => {
    const view = DATA.views[at];
    const sure = view.confidence ?? 0;
    return (want.set === "all" || (want.set === "sample" ? sampled : doubted).has(at)) && (!want.site || view.site === want.site)
      && sure >= want.from && sure <= want.to && (!matches || view.lines.some(matches));
  });
  byId("filter-count").textContent = `${many(browser.found.length, "page")} of ${count(browser.order.length)}`;
  byId("picker").replaceChildren(...browser.found.map((at) => {
    const view = DATA.views[at];
    return h("li", {}, h("button", { type: "button", "data-at": at, onclick: () => show(at) }, h("strong", { dir: "auto" }, titleOf(view)),
      h("small", {}, [view.site || view.id, view.confidence !== null && `confidence ${view.confidence.toFixed(2)}`, `${percent(view.chars[REMOVED], view.chars[READ])} removed`].filter(Boolean).join(" \u00b7 "))));
  }));
  show(browser.found.includes(browser.at) ? browser.at : browser.found[0]);
}

/** Shows a page of those that were found. */
function show(at) {
  const viewer = byId("viewer");
  if (at === undefined) {
    browser.at = -1;
    viewer.replaceChildren(h("p", { class: "soft" }, "No page fits these filters."));
    return;
  }
  browser.at = at;
  for (const button of byId("picker").querySelectorAll("button")) {
    if (Number(button.dataset.at) === at) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  const place = browser.found.indexOf(at);
  const step = (by, name) => h("button", { type: "button", "data-step": by, disabled: !browser.found.hasOwnProperty(place + by), onclick: () => {
    show(browser.found[place + by]);
    const again = viewer.querySelector(`[data-step="${by}"]`);
    (again.disabled ? viewer : again).focus();
  } }, name);
  const doubts = DATA.doubtful.find((entry) => entry[0] === at);
  const head = h("div", { class: "step" }, h("div", { class: "chips" }, step(-1, "Previous"), step(1, "Next"), h("span", { class: "soft" }, `${place + 1} of ${browser.found.length}`)),
    doubts && h("div", { class: "chips" }, doubts[1].map((doubt) => h("span", { class: "chip warn" }, doubtText(doubt)))));
  showPage(viewer, DATA.views[at], lineFilter(wanted()), head);
}

/** Sets filters, all others to any, and goes to the pages. */
function filterBy({ kind, rule, site }) {
  byId("filters").reset();
  setTimeout(() => {
    for (const [id, value] of [["filter-kind", kind], ["filter-rule", rule], ["filter-site", site]]) if (value !== undefined) byId(id).value = value;
    byId("filters").dispatchEvent(new Event("input"));
    byId("pages").scrollIntoView();
    byId("viewer").focus({ preventScroll: true });
  });
}

/** Opens one page, whatever the filters say. */
function openPage(at) {
  byId("filters").reset();
  setTimeout(() => {
    byId("filters").dispatchEvent(new Event("input"));
    show(at);
    byId("browser").scrollIntoView();
    byId("viewer").focus({ preventScroll: true });
  });
}

function rules() {
  const all = DATA.chars[READ];
  const shownRules = new Set(DATA.views.flatMap((view) => view.lines.map((line) => line[3]).filter(Boolean)));
  const part = (rule) => (rule.examples[0] ? rule.examples[0].label : (DATA.reasons[rule.name] || {}).label || "").startsWith("comment") ? "comment" : "chrome";
  const greedy = (rule) => rule.chars > all * MUCH_OF_ALL || rule.most_on.some(([, taken, of, pages]) => pages >= ENOUGH_PAGES && taken > of * MUCH_OF_SITE);
  const most = (rule) => (rule.most_on[0] ? rule.most_on[0][1] / (rule.most_on[0][2] || 1) : 0);
  if (!DATA.rules.length) { byId("rules-table").append(h("p", { class: "note" }, "No rule took a line.")); return; }
  const top = Math.max(...DATA.rules.map((rule) => rule.chars));
  byId("rules-table").append(listTable({
    name: "a rule", rows: DATA.rules, sort: DATA.audited ? 2 : 1,
    search: (rule) => `${rule.name} ${(DATA.reasons[rule.name] || {}).reason || ""} ${rule.examples.map((example) => example.text).join(" ")}`,
    columns: [
      { name: "Rule", head: true, up: true, class: "wide-cell", by: (rule) => rule.name, show: (rule) => {
        const known = DATA.reasons[rule.name];
        return h("div", { class: part(rule) }, h("span", { class: "name mono" }, rule.name), " ", greedy(rule) && h("span", { class: "chip warn" }, "takes much"),
          known && h("div", { class: "soft" }, `${known.reason} (${known.label}, ${known.strength})`),
          h("details", {}, h("summary", {}, many(rule.examples.length, "example")), h("ul", { class: "examples" }, rule.examples.map((example) => h("li", { class: part(rule) }, h("q", { dir: "auto" }, example.text), h("small", {}, [example.site, example.page].filter(Boolean).join(" \u00b7 "))))),
            shownRules.has(rule.name) && h("button", { type: "button", class: "text", onclick: () => filterBy({ rule: rule.name }) }, "Show its pages")));
      } },
      { name: "Lines", number: true, by: (rule) => rule.lines, show: (rule) => count(rule.lines) },
      { name: "Of all text", number: true, by: (rule) => rule.chars, show: (rule) => h("span", { class: part(rule) }, percent(rule.chars, all), meter(rule.chars, top)) },
      { name: "Pages", number: true, by: (rule) => rule.pages, show: (rule) => `${count(rule.pages)} (${percent(rule.pages, DATA.pages)})` },
      { name: "Sites", number: true, by: (rule) => rule.sites, show: (rule) => count(rule.sites) },
      { name: "Most on", class: "most", by: most, show: (rule) => rule.most_on.slice(0, 2).map(([site, taken, of, pages]) => h("div", {}, `${site} `, h("span", { class: "soft" }, `${percent(taken, of)} of ${many(pages, "page")}`))) },
    ],
  }));
}

function sites() {
  const hint = DATA.sites_in_all
    ? `${many(DATA.sites_in_all, "site")}${DATA.sites_partial ? " or more" : ""}, told apart by the host of the address. Shown are those with most pages and those with the largest share removed.`
    : "No page gives an address, so that sites cannot be told apart.";
  byId("sites-hint").textContent = hint + (DATA.pages_without_site && DATA.sites_in_all ? ` ${many(DATA.pages_without_site, "page")} without one are left out.` : "");
  if (!DATA.sites.length) return;
  const shownSites = new Set(DATA.views.map((view) => view.site));
  const share = (site, at) => site.chars[at] / (site.chars[READ] || 1);
  byId("sites-table").append(listTable({
    name: "a site", rows: DATA.sites, sort: DATA.sites.some((site) => site.pages >= ENOUGH_PAGES) ? 1 : 3, search: (site) => site.name,
    columns: [
      { name: "Site", head: true, up: true, class: "wide-cell", by: (site) => site.name, show: (site) => [
        shownSites.has(site.name) ? h("button", { type: "button", class: "text name", onclick: () => filterBy({ site: site.name }) }, site.name) : h("span", { class: "name" }, site.name),
        h("div", { class: "stack small", "aria-hidden": "true" }, [["article", TEXT], ["comment", THREAD], ["chrome", REMOVED]].map(([part, at]) => site.chars[at] > 0 && h("span", { class: part, share: width(site.chars[at], site.chars[READ]) }))),
        site.template.length > 0 && h("details", {}, h("summary", {}, `Learned template, ${many(site.template.length, "line")}`), h("ul", { class: "examples chrome" }, site.template.map((line) => h("li", {}, h("q", { dir: "auto" }, line)))))] },
      { name: "Pages", number: true, by: (site) => site.pages, show: (site) => count(site.pages) },
      { name: "Article", number: true, by: (site) => share(site, TEXT), show: (site) => percent(site.chars[TEXT], site.chars[READ]) },
      { name: "Removed", number: true, by: (site) => share(site, REMOVED), show: (site) => percent(site.chars[REMOVED], site.chars[READ]) },
      { name: "Threads", number: true, by: (site) => share(site, THREAD), show: (site) => percent(site.chars[THREAD], site.chars[READ]) },
      { name: "Doubtful", number: true, by: (site) => site.doubtful / site.pages, show: (site) => count(site.doubtful) },
      { name: "Rules at work", class: "most", show: (site) => site.rules.slice(0, 2).map(([rule, taken]) => h("div", {}, h("span", { class: "mono" }, rule), " ", h("span", { class: "soft" }, percent(taken, site.chars[READ])))) },
    ],
  }));
}

function spread() {
  const range = (show, unit) => (bin) => [bin.to === null ? `${show(bin.from)}${unit} and more` : bin.to - bin.from === 1 ? `${show(bin.from)}${unit}` : `${show(bin.from)} to ${show(bin.to)}${unit}`, bin.pages, percent(bin.pages, DATA.pages)];
  const whole = (bin) => [bin.to === null ? `${count(bin.from)} and more` : bin.to - bin.from === 1 ? count(bin.from) : `${count(bin.from)} to ${count(bin.to - 1)}`, bin.pages, percent(bin.pages, DATA.pages)];
  const permille = (number) => (number / 1000).toFixed(2);
  const named = (list, other) => list.map((entry) => [entry.name.replace("_", " ") || other, entry.pages, `${count(entry.pages)}`]);
  const charts = [
    bars("Length of the article", "characters, share of pages", DATA.lengths.map(whole), 0),
    bars("Comments on a page", "share of pages", DATA.threads.map(whole), 0),
    bars("Removed of a page", "share of pages", DATA.removed.map((bin) => (bin.to === null ? ["all", bin.pages, percent(bin.pages, DATA.pages)] : range((n) => n, " %")(bin))), 0),
    bars("Confidence", "share of pages", DATA.confidences.map((bin) => range(permille, "")({ ...bin, to: bin.to ?? 1000 })), 0),
    bars("Languages", "pages", named(DATA.languages, "not told"), 0),
    DATA.platforms.length ? bars("Platforms found", "pages", named(DATA.platforms), 0) : h("p", { class: "soft" }, "No comment platform was recognised."),
    DATA.flags.length ? bars("Flags", "pages", named(DATA.flags), 0) : h("p", { class: "soft" }, "No page has a flag."),
  ];
  byId("spreads").append(...charts.map((chart) => h("div", { class: "card" }, chart)));
}

function quarantine() {
  const found = DATA.quarantined;
  const place = byId("quarantine");
  if (!found) { place.append(h("p", { class: "hint" }, "What was malformed is shown here when the report is made with --quarantine.")); return; }
  if (!found.records) { place.append(h("p", { class: "note" }, "Nothing was set aside.")); return; }
  place.append(h("div", { class: "card" }, bars("Records set aside", count(found.records), found.causes.map((cause) => [cause.name, cause.records, count(cause.records), "chrome"]), 0),
    found.causes.map((cause) => h("details", {}, h("summary", {}, `${cause.name}: ${many(cause.examples.length, "example")}`), h("ul", { class: "examples" }, cause.examples.map((example) => h("li", {}, h("q", { class: "mono" }, example))))))));
}

function foot() {
  const makers = DATA.makers.map((maker) => `${maker.name} (${many(maker.pages, "page")})`).join("; ");
  byId("foot").append(h("p", {}, `Made by presswash ${DATA.version}.${makers ? ` The records were written by version ${makers}.` : ""} This file needs no network. It holds pages of the dump in full.`));
}

overview();
doubtful();
filters();
rules();
sites();
spread();
quarantine();
foot();
document.documentElement.dataset.ready = "true";
