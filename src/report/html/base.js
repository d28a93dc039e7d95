"use strict";
// What all pages share. Scraped text enters the document through textContent only.

/** An element with properties and children; strings become text. */
function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "share") element.style.setProperty("--share", value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, value);
  }
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

const byId = (id) => document.getElementById(id);
const figures = new Intl.NumberFormat("en");
const count = (number) => figures.format(number);

/** `1 page`, `2 pages`. */
const many = (number, one, more) => `${count(number)} ${number === 1 ? one : more || one + "s"}`;

/** Characters, short: `1.2 M`. */
function chars(number) {
  for (const [unit, size] of [
    ["G", 1e9],
    ["M", 1e6],
    ["k", 1e3],
  ]) {
    if (number >= size) return `${(number / size).toFixed(number >= 100 * size ? 0 : 1)} ${unit}`;
  }
  return String(number);
}

/** A share in percent, with as many digits as say something. */
function percent(part, whole) {
  if (!whole) return "-";
  const share = (100 * part) / whole;
  if (share > 0 && share < 0.05) return "<0.1 %";
  return `${share < 9.95 ? share.toFixed(1) : Math.round(share)} %`;
}

const width = (part, whole) => `${whole ? Math.min(100, (100 * part) / whole).toFixed(2) : 0}%`;

/** The names of parts as they are shown. */
const PARTS = { article: "article", comment: "thread", chrome: "removed" };

function themes(button) {
  const order = ["auto", "light", "dark"];
  let at = 0;
  button.addEventListener("click", () => {
    at = (at + 1) % order.length;
    if (order[at] === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = order[at];
    button.textContent = `Theme: ${order[at]}`;
  });
}

themes(byId("theme"));
const DATA = JSON.parse(byId("data").textContent);
