// The pages of the report: filters, the list of those that fit, and the one that is shown.

const browser = { found: [], at: -1, order: [] };

function filters() {
  const sampled = new Set(DATA.sample);
  const doubted = new Set(DATA.doubtful.map(([at]) => at));
  browser.order = [...DATA.doubtful.map(([at]) => at), ...DATA.sample.filter((at) => !doubted.has(at))];
  byId("pages-hint").textContent = DATA.audited
    ? `${many(DATA.sample.length, "page")} drawn by the hash of the ids, and those worth checking. Each line of the original is marked with what became of it.`
    : `${many(DATA.sample.length, "page")} drawn by the hash of the ids, and those worth checking.`;
  if (DATA.left_out) byId("pages-hint").textContent += ` ${many(DATA.left_out, "page")} more did not fit.`;
  const sites = new Set(DATA.views.map((view) => view.site).filter(Boolean));
  const fill = (id, options) =>
    byId(id).append(h("option", { value: "" }, "any"), ...options.map(([value, name]) => h("option", { value }, name)));
  fill(
    "filter-kind",
    DATA.labels
      .map((label, at) => [at, `${PARTS[label.part]}: ${labelName(label)}`])
      .filter(([at]) => SHOWN_LABELS.has(at)),
  );
  fill(
    "filter-rule",
    [...SHOWN_RULES].sort().map((rule) => [rule, rule]),
  );
  fill(
    "filter-site",
    [...sites].sort().map((site) => [site, site]),
  );
  const form = byId("filters");
  form.addEventListener("input", () => applyFilters(sampled, doubted));
  form.addEventListener("reset", () => setTimeout(() => applyFilters(sampled, doubted)));
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("picker").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...byId("picker").querySelectorAll("button")];
    const next = buttons[buttons.indexOf(document.activeElement) + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
  applyFilters(sampled, doubted);
}

function wanted() {
  const value = (id) => byId(id).value;
  const number = (id, otherwise) => (value(id) === "" ? otherwise : Number(value(id)));
  return {
    set: value("filter-set"),
    kind: value("filter-kind"),
    rule: value("filter-rule"),
    site: value("filter-site"),
    from: number("filter-from", 0),
    to: number("filter-to", 1),
  };
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
    return (
      (want.set === "all" || (want.set === "sample" ? sampled : doubted).has(at)) &&
      (!want.site || view.site === want.site) &&
      sure >= want.from &&
      sure <= want.to &&
      (!matches || view.lines.some(matches))
    );
  });
  byId("filter-count").textContent = `${many(browser.found.length, "page")} of ${count(browser.order.length)}`;
  byId("picker").replaceChildren(
    ...browser.found.map((at) => {
      const view = DATA.views[at];
      return h(
        "li",
        {},
        h(
          "button",
          { type: "button", "data-at": at, onclick: () => show(at) },
          h("strong", { dir: "auto" }, titleOf(view)),
          h(
            "small",
            {},
            [
              view.site || view.id,
              view.confidence !== null && `confidence ${view.confidence.toFixed(2)}`,
              `${percent(view.chars[REMOVED], view.chars[READ])} removed`,
            ]
              .filter(Boolean)
              .join(" \u00b7 "),
          ),
        ),
      );
    }),
  );
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
  const step = (by, name) =>
    h(
      "button",
      {
        type: "button",
        "data-step": by,
        disabled: !browser.found.hasOwnProperty(place + by),
        onclick: () => {
          show(browser.found[place + by]);
          const again = viewer.querySelector(`[data-step="${by}"]`);
          (again.disabled ? viewer : again).focus();
        },
      },
      name,
    );
  const doubts = DATA.doubtful.find((entry) => entry[0] === at);
  const head = h(
    "div",
    { class: "step" },
    h(
      "div",
      { class: "chips" },
      step(-1, "Previous"),
      step(1, "Next"),
      h("span", { class: "soft" }, `${place + 1} of ${browser.found.length}`),
    ),
    doubts &&
      h(
        "div",
        { class: "chips" },
        doubts[1].map((doubt) => h("span", { class: "chip warn" }, doubtText(doubt))),
      ),
  );
  showPage(viewer, DATA.views[at], lineFilter(wanted()), head);
}

/** Sets filters, all others to any, and goes to the pages. */
function filterBy({ kind, rule, site }) {
  byId("filters").reset();
  setTimeout(() => {
    for (const [id, value] of [
      ["filter-kind", kind],
      ["filter-rule", rule],
      ["filter-site", site],
    ])
      if (value !== undefined) byId(id).value = value;
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
