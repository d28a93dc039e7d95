// The rest of the report: rules, sites, how figures are spread, what was set aside; and the order of it all.

/** Share of a site's text that one rule may take before it stands out, and the pages the site must have. */
const MUCH_OF_SITE = 0.15;
const MUCH_OF_ALL = 0.05;
const ENOUGH_PAGES = 10;

function rules() {
  const all = DATA.chars[READ];
  const part = (rule) =>
    (rule.examples[0] ? rule.examples[0].label : (DATA.reasons[rule.name] || {}).label || "").startsWith("comment")
      ? "comment"
      : "chrome";
  const greedy = (rule) =>
    rule.chars > all * MUCH_OF_ALL ||
    rule.most_on.some(([, taken, of, pages]) => pages >= ENOUGH_PAGES && taken > of * MUCH_OF_SITE);
  const most = (rule) => (rule.most_on[0] ? rule.most_on[0][1] / (rule.most_on[0][2] || 1) : 0);
  if (!DATA.rules.length) {
    byId("rules-table").append(h("p", { class: "note" }, "No rule took a line."));
    return;
  }
  const top = Math.max(...DATA.rules.map((rule) => rule.chars));
  byId("rules-table").append(
    listTable({
      name: "a rule",
      rows: DATA.rules,
      sort: DATA.audited ? 2 : 1,
      search: (rule) =>
        `${rule.name} ${(DATA.reasons[rule.name] || {}).reason || ""} ${rule.examples.map((example) => example.text).join(" ")}`,
      columns: [
        {
          name: "Rule",
          head: true,
          up: true,
          class: "wide-cell",
          by: (rule) => rule.name,
          show: (rule) => {
            const known = DATA.reasons[rule.name];
            return h(
              "div",
              { class: part(rule) },
              h("span", { class: "name mono" }, rule.name),
              " ",
              greedy(rule) && h("span", { class: "chip warn" }, "takes much"),
              known && h("div", { class: "soft" }, `${known.reason} (${known.label}, ${known.strength})`),
              h(
                "details",
                {},
                h("summary", {}, many(rule.examples.length, "example")),
                h(
                  "ul",
                  { class: "examples" },
                  rule.examples.map((example) =>
                    h(
                      "li",
                      { class: part(rule) },
                      h("q", { dir: "auto" }, example.text),
                      h("small", {}, [example.site, example.page].filter(Boolean).join(" \u00b7 ")),
                    ),
                  ),
                ),
                SHOWN_RULES.has(rule.name) &&
                  h(
                    "button",
                    { type: "button", class: "text", onclick: () => filterBy({ rule: rule.name }) },
                    "Show its pages",
                  ),
              ),
            );
          },
        },
        { name: "Lines", number: true, by: (rule) => rule.lines, show: (rule) => count(rule.lines) },
        {
          name: "Of all text",
          number: true,
          by: (rule) => rule.chars,
          show: (rule) => h("span", { class: part(rule) }, percent(rule.chars, all), meter(rule.chars, top)),
        },
        {
          name: "Pages",
          number: true,
          by: (rule) => rule.pages,
          show: (rule) => `${count(rule.pages)} (${percent(rule.pages, DATA.pages)})`,
        },
        { name: "Sites", number: true, by: (rule) => rule.sites, show: (rule) => count(rule.sites) },
        {
          name: "Most on",
          class: "most",
          by: most,
          show: (rule) =>
            rule.most_on
              .slice(0, 2)
              .map(([site, taken, of, pages]) =>
                h(
                  "div",
                  {},
                  `${site} `,
                  h("span", { class: "soft" }, `${percent(taken, of)} of ${many(pages, "page")}`),
                ),
              ),
        },
      ],
    }),
  );
}

function sites() {
  const hint = DATA.sites_in_all
    ? `${many(DATA.sites_in_all, "site")}${DATA.sites_partial ? " or more" : ""}, told apart by the host of the address. Shown are those with most pages and those with the largest share removed.`
    : "No page gives an address, so that sites cannot be told apart.";
  byId("sites-hint").textContent =
    hint +
    (DATA.pages_without_site && DATA.sites_in_all
      ? ` ${many(DATA.pages_without_site, "page")} without one are left out.`
      : "");
  if (!DATA.sites.length) return;
  const shownSites = new Set(DATA.views.map((view) => view.site));
  const share = (site, at) => site.chars[at] / (site.chars[READ] || 1);
  byId("sites-table").append(
    listTable({
      name: "a site",
      rows: DATA.sites,
      sort: DATA.sites.some((site) => site.pages >= ENOUGH_PAGES) ? 1 : 3,
      search: (site) => site.name,
      columns: [
        {
          name: "Site",
          head: true,
          up: true,
          class: "wide-cell",
          by: (site) => site.name,
          show: (site) => [
            shownSites.has(site.name)
              ? h(
                  "button",
                  { type: "button", class: "text name", onclick: () => filterBy({ site: site.name }) },
                  site.name,
                )
              : h("span", { class: "name" }, site.name),
            h(
              "div",
              { class: "stack small", "aria-hidden": "true" },
              [
                ["article", TEXT],
                ["comment", THREAD],
                ["chrome", REMOVED],
              ].map(
                ([part, at]) =>
                  site.chars[at] > 0 && h("span", { class: part, share: width(site.chars[at], site.chars[READ]) }),
              ),
            ),
            site.template.length > 0 &&
              h(
                "details",
                {},
                h("summary", {}, `Learned template, ${many(site.template.length, "line")}`),
                h(
                  "ul",
                  { class: "examples chrome" },
                  site.template.map((line) => h("li", {}, h("q", { dir: "auto" }, line))),
                ),
              ),
          ],
        },
        { name: "Pages", number: true, by: (site) => site.pages, show: (site) => count(site.pages) },
        {
          name: "Article",
          number: true,
          by: (site) => share(site, TEXT),
          show: (site) => percent(site.chars[TEXT], site.chars[READ]),
        },
        {
          name: "Removed",
          number: true,
          by: (site) => share(site, REMOVED),
          show: (site) => percent(site.chars[REMOVED], site.chars[READ]),
        },
        {
          name: "Threads",
          number: true,
          by: (site) => share(site, THREAD),
          show: (site) => percent(site.chars[THREAD], site.chars[READ]),
        },
        {
          name: "Doubtful",
          number: true,
          by: (site) => site.doubtful / site.pages,
          show: (site) => count(site.doubtful),
        },
        {
          name: "Rules at work",
          class: "most",
          show: (site) =>
            site.rules
              .slice(0, 2)
              .map(([rule, taken]) =>
                h(
                  "div",
                  {},
                  h("span", { class: "mono" }, rule),
                  " ",
                  h("span", { class: "soft" }, percent(taken, site.chars[READ])),
                ),
              ),
        },
      ],
    }),
  );
}

function spread() {
  const range = (show, unit) => (bin) => [
    bin.to === null
      ? `${show(bin.from)}${unit} and more`
      : bin.to - bin.from === 1
        ? `${show(bin.from)}${unit}`
        : `${show(bin.from)} to ${show(bin.to)}${unit}`,
    bin.pages,
    percent(bin.pages, DATA.pages),
  ];
  const whole = (bin) => [
    bin.to === null
      ? `${count(bin.from)} and more`
      : bin.to - bin.from === 1
        ? count(bin.from)
        : `${count(bin.from)} to ${count(bin.to - 1)}`,
    bin.pages,
    percent(bin.pages, DATA.pages),
  ];
  const permille = (number) => (number / 1000).toFixed(2);
  const named = (list, other) =>
    list.map((entry) => [entry.name.replace("_", " ") || other, entry.pages, `${count(entry.pages)}`]);
  const charts = [
    bars("Length of the article", "characters, share of pages", DATA.lengths.map(whole), 0),
    bars("Comments on a page", "share of pages", DATA.threads.map(whole), 0),
    bars(
      "Removed of a page",
      "share of pages",
      DATA.removed.map((bin) =>
        bin.to === null ? ["all", bin.pages, percent(bin.pages, DATA.pages)] : range((n) => n, " %")(bin),
      ),
      0,
    ),
    bars(
      "Confidence",
      "share of pages",
      DATA.confidences.map((bin) => range(permille, "")({ ...bin, to: bin.to ?? 1000 })),
      0,
    ),
    bars("Languages", "pages", named(DATA.languages, "not told"), 0),
    DATA.platforms.length
      ? bars("Platforms found", "pages", named(DATA.platforms), 0)
      : h("p", { class: "soft" }, "No comment platform was recognised."),
    DATA.flags.length ? bars("Flags", "pages", named(DATA.flags), 0) : h("p", { class: "soft" }, "No page has a flag."),
  ];
  byId("spreads").append(...charts.map((chart) => h("div", { class: "card" }, chart)));
}

function quarantine() {
  const found = DATA.quarantined;
  const place = byId("quarantine");
  if (!found) {
    place.append(
      h("p", { class: "hint" }, "What was malformed is shown here when the report is made with --quarantine."),
    );
    return;
  }
  if (!found.records) {
    place.append(h("p", { class: "note" }, "Nothing was set aside."));
    return;
  }
  place.append(
    h(
      "div",
      { class: "card" },
      bars(
        "Records set aside",
        count(found.records),
        found.causes.map((cause) => [cause.name, cause.records, count(cause.records), "chrome"]),
        0,
      ),
      found.causes.map((cause) =>
        h(
          "details",
          {},
          h("summary", {}, `${cause.name}: ${many(cause.examples.length, "example")}`),
          h(
            "ul",
            { class: "examples" },
            cause.examples.map((example) => h("li", {}, h("q", { class: "mono" }, example))),
          ),
        ),
      ),
    ),
  );
}

function foot() {
  const makers = DATA.makers.map((maker) => `${maker.name} (${many(maker.pages, "page")})`).join("; ");
  byId("foot").append(
    h(
      "p",
      {},
      `Made by presswash ${DATA.version}.${makers ? ` The records were written by version ${makers}.` : ""} This file needs no network. It holds pages of the dump in full.`,
    ),
  );
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
