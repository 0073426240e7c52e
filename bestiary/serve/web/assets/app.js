// Names as one types. Everything works without it: the form asks for the page of results.
"use strict";

const MOST = 10;

/** Names of a site of files: a script that says `names([...])` is loaded when first needed, for files cannot be fetched. */
let known = null;
function names(rows) { known = rows; }

function fold(text) {
  return text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

function fromFiles(input, text) {
  if (known === null) {
    if (!document.getElementById("names-script")) {
      const script = document.createElement("script");
      script.id = "names-script";
      script.src = input.dataset.suggest;
      script.addEventListener("load", () => input.dispatchEvent(new Event("input")));
      document.head.append(script);
    }
    return Promise.resolve([]);
  }
  const wanted = fold(text);
  const found = wanted ? known.filter((row) => row[0].startsWith(wanted)) : [];
  found.sort((a, b) => a[0].length - b[0].length);
  return Promise.resolve(found.slice(0, MOST).map((row) => ({
    name: row[1], title: row[2], kind: row[3], href: input.dataset.up + row[4],
  })));
}

let asked = null;
async function fromServer(input, text) {
  if (asked) asked.abort();
  asked = new AbortController();
  const address = `${input.dataset.suggest}?q=${encodeURIComponent(text)}&limit=${MOST}`;
  const answer = await fetch(address, { signal: asked.signal });
  if (!answer.ok) return [];
  return (await answer.json()).map((one) => ({
    name: one.name, title: one.profile.title, kind: one.profile.kind, href: `/id/${encodeURIComponent(one.profile.id)}`,
  }));
}

function row(one, number, list) {
  const item = document.createElement("li");
  item.id = `${list.id}-${number}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.href = one.href;
  const about = document.createElement("span");
  about.className = "quiet";
  about.textContent = one.name === one.title ? one.kind : `${one.title}, ${one.kind}`;
  item.append(about, one.name);
  return item;
}

function offer(input) {
  const files = input.dataset.suggest.endsWith(".js");
  const list = document.getElementById(input.getAttribute("aria-controls"));
  let chosen = -1;

  function choose(number) {
    const items = [...list.children];
    chosen = items.length ? (number + items.length) % items.length : -1;
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
    if (chosen < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  }

  function show(rows) {
    list.replaceChildren(...rows.map((one, number) => row(one, number, list)));
    list.hidden = rows.length === 0;
    input.setAttribute("aria-expanded", String(rows.length > 0));
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
  }

  input.addEventListener("input", async () => {
    const text = input.value.trim();
    try {
      const rows = text ? await (files ? fromFiles : fromServer)(input, text) : [];
      if (text === input.value.trim()) show(rows);
    } catch (error) {
      if (error.name !== "AbortError") show([]);
    }
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return;
      choose(chosen < 0 && event.key === "ArrowUp" ? list.children.length - 1 : chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && chosen >= 0) {
      location.assign(list.children[chosen].dataset.href);
    } else if (event.key === "Escape" && !list.hidden) {
      show([]);
    } else {
      return;
    }
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("li");
    if (item) location.assign(item.dataset.href);
  });
  input.addEventListener("blur", () => show([]));
  if (files) {
    input.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (list.firstChild) location.assign(list.children[Math.max(chosen, 0)].dataset.href);
    });
  }
}

document.querySelectorAll("input[data-suggest]").forEach(offer);
// "/" leads to the search box, as readers of other references expect
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(?:input|textarea|select)$/i.test(document.activeElement.tagName)) {
    document.querySelector("input[data-suggest]").focus();
    event.preventDefault();
  }
});
