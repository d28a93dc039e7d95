// Tables of the report: bars, and lists that sort and can be searched.

/** Rows of a table that are drawn at first. */
const FIRST_ROWS = 25;

/** A table of bars: rows of [name, figure, shown figure, class, action]. */
function bars(title, note, rows, most) {
  const top = most || Math.max(1, ...rows.map((row) => row[1]));
  return h(
    "table",
    { class: "bars" },
    h("caption", {}, title, note && h("span", {}, note)),
    h(
      "tbody",
      {},
      rows.map(([name, figure, shown, part, action]) =>
        h(
          "tr",
          { class: part },
          h(
            "th",
            { scope: "row" },
            action ? h("button", { type: "button", class: "text", onclick: action }, name) : name,
          ),
          h(
            "td",
            { class: "track", "aria-hidden": "true" },
            h("div", { share: width(figure, top), class: figure ? "" : "none" }),
          ),
          h("td", { class: "number" }, shown),
        ),
      ),
    ),
  );
}

/** A table that sorts by its columns, draws few rows at first, and can be searched. */
function listTable({ name, columns, rows, search, sort }) {
  const state = { column: sort, up: false, all: false, words: "" };
  const body = h("tbody");
  const more = h("button", {
    type: "button",
    class: "more",
    onclick: () => {
      state.all = true;
      draw();
    },
  });
  const heads = columns.map((column, at) =>
    h(
      "th",
      { scope: "col", class: column.number ? "number" : "" },
      column.by ? h("button", { type: "button", onclick: () => sortBy(at) }, column.name) : column.name,
    ),
  );
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
    body.replaceChildren(
      ...shown.map((row) =>
        h(
          "tr",
          {},
          columns.map((column) => {
            const tag = column.head ? "th" : "td";
            return h(
              tag,
              {
                scope: column.head && "row",
                class: [column.number && "number", column.class].filter(Boolean).join(" "),
                "data-name": column.head ? null : column.name,
              },
              column.show(row),
            );
          }),
        ),
      ),
    );
    heads.forEach((head, at) => {
      if (at === state.column) head.setAttribute("aria-sort", state.up ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    more.hidden = shown.length === found.length;
    more.textContent = `Show all ${count(found.length)}`;
  }
  const find = h("input", {
    type: "search",
    oninput: (event) => {
      state.words = event.target.value.trim().toLowerCase();
      draw();
    },
  });
  draw();
  return h(
    "div",
    {},
    rows.length > FIRST_ROWS && h("div", { class: "tools" }, h("label", {}, `Find ${name}`, find)),
    h("table", { class: "list card" }, h("thead", {}, h("tr", {}, heads)), body),
    more,
  );
}

const meter = (part, whole, className) =>
  h("span", { class: `meter ${className || ""}`, "aria-hidden": "true" }, h("i", { share: width(part, whole) }));
