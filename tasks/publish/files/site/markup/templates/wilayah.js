"use strict";
(() => {
  // What was chosen on a page stands in its address: ?bahasa=en&urut=kabupaten.1.turun&cari=buol&provinsi=72&kelas=low
  const root = document.documentElement;
  root.classList.add("js");
  const asked = new URLSearchParams(location.search);
  const MONTHS = {
    id: ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"],
    en: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
  };
  const NUMBER = /^([−+-]?)(\d{1,3}(?:\.\d{3})*)(?:,(\d+))?(\u00a0%)?$/;
  const numbers = [...document.querySelectorAll("td.n, .v")]
    .map((one) => [one, NUMBER.exec(one.textContent.trim())]).filter(([one, found]) => found && !one.children.length);
  for (const [one, found] of numbers) one.amount = Number((/[−-]/.test(found[1]) ? "-" : "") + found[2].replaceAll(".", "") + "." + (found[3] || 0));
  const written = ([, sign, whole, part, percent], language) => language === "id"
    ? sign + whole + (part ? "," + part : "") + (percent || "")
    : sign + whole.replaceAll(".", ",") + (part ? "." + part : "") + (percent || "");
  const day = (value, language) => {
    const [year, m, d] = value.split("-").map(Number);
    return (d ? `${d} ` : "") + `${MONTHS[language][m - 1]} ${year}`;
  };
  const pictures = [...document.querySelectorAll("svg title")].map((one) => [one, one.textContent]);
  const inText = (text) => text.replace(/(\d[\d.]*)(,\d+)?(?=\u00a0%)/g, (all, whole, part) => whole.replaceAll(".", ",") + (part || "").replace(",", "."));
  const ATTRIBUTES = [["data-en-label", "aria-label"], ["data-en-title", "title"]];
  const named = ATTRIBUTES.flatMap(([held, shown]) => [...document.querySelectorAll(`[${held}]`)]
    .map((one) => [one, shown, { id: one.getAttribute(shown), en: one.getAttribute(held) }]));
  const worded = [...document.querySelectorAll("option[data-en], title[data-en]")].map((one) => [one, { id: one.textContent, en: one.dataset.en }]);
  const keep = () => history.replaceState(null, "", (asked.size ? `?${asked}` : location.pathname) + location.hash);

  function speak(language) {
    root.dataset.language = root.lang = language;
    for (const [one, found] of numbers) one.textContent = written(found, language);
    for (const one of document.querySelectorAll("time")) one.textContent = day(one.dateTime, language);
    for (const one of document.querySelectorAll("[data-language]:not(html)")) {
      one.setAttribute("aria-pressed", String(one.dataset.language === language));
    }
    for (const [one, text] of pictures) one.textContent = language === "en" ? inText(text) : text;
    for (const [one, shown, texts] of named) one.setAttribute(shown, texts[language]);
    for (const [one, texts] of worded) one.textContent = texts[language];
    for (const one of document.querySelectorAll('a[href*=".html"]')) {
      const [, path, fragment] = /^([^?#]*)(?:\?[^#]*)?(#.*)?$/.exec(one.getAttribute("href"));
      one.setAttribute("href", path + (language === "en" ? "?bahasa=en" : "") + (fragment || ""));
    }
    for (const one of filters) one.count();
  }
  const filters = [];
  for (const one of document.querySelectorAll("[data-language]:not(html)")) {
    one.addEventListener("click", () => {
      const language = one.dataset.language;
      if (language === "en") asked.set("bahasa", "en"); else asked.delete("bahasa");
      speak(language);
      keep();
    });
  }

  // Tables are sorted by the values behind what is shown; cells without one come last.
  const valueOf = (cell) => {
    const number = cell.amount === undefined ? cell.querySelector(".v") : cell;
    if (number) return number.amount === undefined ? null : number.amount;
    const held = cell.querySelector("time");
    if (held) return held.dateTime;
    const text = cell.textContent.trim();
    return text === "–" || text === "[c]" || text === "[x]" ? null : text;
  };
  const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "id");
  function sort(table, place, falling) {
    const rows = [...table.tBodies[0].rows].map((row) => [valueOf(row.cells[place]), row]);
    rows.sort(([a], [b]) => a === null ? (b === null ? 0 : 1) : b === null ? -1 : falling ? compare(b, a) : compare(a, b));
    table.tBodies[0].append(...rows.map(([, row]) => row));
    for (const one of filters) if (one.table === table) one.limit();
    [...table.tHead.rows[0].cells].forEach((head, n) => {
      if (n === place) head.setAttribute("aria-sort", falling ? "descending" : "ascending"); else head.removeAttribute("aria-sort");
    });
  }
  const tables = [...document.querySelectorAll("table.sortable")];
  for (const table of tables) {
    const key = table.closest("section").id;
    [...table.tHead.rows[0].cells].forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const falling = head.getAttribute("aria-sort") === "ascending";
        sort(table, place, falling);
        asked.set("urut", `${key}.${place}.${falling ? "turun" : "naik"}`);
        keep();
      });
    });
  }
  const order = /^([a-z]+)\.(\d+)\.(naik|turun)$/.exec(asked.get("urut") || "");
  const sorted = order && tables.find((table) => table.closest("section").id === order[1]);
  if (sorted && Number(order[2]) < sorted.tHead.rows[0].cells.length) sort(sorted, Number(order[2]), order[3] === "turun");

  // A long table can be searched and narrowed; what was not asked for shows its first rows, until all are wanted.
  const FIRST_ROWS = 50;
  const plain = (text) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  for (const form of document.querySelectorAll("form.filters")) {
    const section = form.closest("section"), table = section.querySelector("table");
    const output = form.querySelector("output"), all = section.querySelector(".all button");
    const fields = [...form.elements].filter((one) => one.name);
    const rows = [...table.tBodies[0].rows];
    const words = new Map(rows.map((row) => [row, plain(row.cells[0].textContent)]));
    let wanted = false, found = rows.length;
    const count = () => {
      output.textContent = root.lang === "en" ? `${found} of ${rows.length} regions` : `${found} dari ${rows.length} wilayah`;
    };
    const limit = () => {
      const [words_, province, kind] = fields.map((one) => one.value);
      const asks = plain(words_);
      found = 0;
      for (const row of table.tBodies[0].rows) {
        const fits = words.get(row).includes(asks) && row.dataset.code.startsWith(province) && (!kind || row.dataset.class === kind);
        row.classList.toggle("out", !fits);
        row.classList.toggle("later", fits && ++found > FIRST_ROWS && !wanted);
      }
      all.hidden = wanted || found <= FIRST_ROWS;
      count();
    };
    const changed = () => {
      for (const one of fields) if (one.value) asked.set(one.name, one.value); else asked.delete(one.name);
      limit();
      keep();
    };
    for (const one of fields) {
      const value = asked.get(one.name) || "";
      if (one.type === "search" || [...one.options].some((option) => option.value === value)) one.value = value;
      one.addEventListener("input", changed);
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    all.addEventListener("click", () => { wanted = true; limit(); });
    for (const link of document.querySelectorAll("a[data-class]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        form.elements.kelas.value = link.dataset.class;
        changed();
        section.scrollIntoView();
      });
    }
    filters.push({ table, limit, count });
    limit();
  }
  // The finder leads to the page of a region by a part of its name or code, and shows its coverage at once.
  const finder = document.querySelector(".finder");
  if (finder) {
    const FOUND_MOST = 6;
    const field = finder.querySelector("input"), list = finder.querySelector("ul");
    const regions = [...document.querySelectorAll(".league tbody tr")].map((row) => [plain(row.cells[0].textContent), row]);
    const find = () => {
      const asks = plain(field.value);
      const fitting = asks ? regions.filter(([words]) => words.includes(asks)) : [];
      list.replaceChildren(...fitting.slice(0, FOUND_MOST).map(([, row]) => {
        const link = row.cells[0].querySelector("a").cloneNode(true), share = document.createElement("b");
        const place = row.cells[0].querySelector("small").cloneNode(true);
        share.textContent = row.querySelector(".v").textContent;
        link.append(place, share);
        const line = document.createElement("li");
        line.append(link);
        return line;
      }));
      if (asks && fitting.length !== list.children.length || asks && !fitting.length) {
        const line = document.createElement("li");
        const more = fitting.length - list.children.length;
        line.textContent = root.lang === "en" ? (more ? `${more} more: type more of the name` : "No region has this name or code")
          : (more ? `${more} lagi: ketik lebih banyak huruf` : "Tidak ada wilayah dengan nama atau kode itu");
        list.append(line);
      }
    };
    field.addEventListener("input", find);
    finder.addEventListener("submit", (event) => {
      event.preventDefault();
      const first = list.querySelector("a");
      if (first) location.assign(first.href);
    });
    filters.push({ table: null, limit: find, count: find });
  }
  for (const one of document.querySelectorAll("abbr")) {
    one.title = one.textContent === "[c]" ? "disembunyikan agar tidak ada orang yang dikenali / hidden so that nobody can be recognised"
      : "tidak dilaporkan: datanya tidak cukup / not reported: its data do not suffice";
  }
  // Addresses of an earlier form: index.html?basis=domicile and index.html#72.05 lead to the pages that took their place.
  const [, region] = /^#(\d\d(?:\.\d\d)?)$/.exec(location.hash) || [];
  const basis = document.querySelector(".bases") && asked.get("basis");
  const known = basis && [...document.querySelectorAll(".bases a")].find((one) => one.getAttribute("href").includes(`/${basis}.html`) || one.getAttribute("href").startsWith(`${basis}.html`));
  const place = known || (region && document.querySelector(`a[href*="wilayah/${region}.html"]`));
  if (place) location.replace(place.getAttribute("href"));
  // A release never changes. Where it is served beside the one that holds, its notes differ from that one's: say so.
  const served = /^(.*\/)(\d{4}-\d\d-\d\d-[0-9a-f]{12})\//.exec(location.pathname);
  if (served && location.protocol.startsWith("http")) {
    const notes = (release) => fetch(`${served[1]}${release}/release-notes.md`, { cache: "no-cache" })
      .then((answer) => answer.ok ? answer.text() : Promise.reject(answer.status));
    Promise.all([notes(served[2]), notes("current")])
      .then(([own, holding]) => { document.querySelector(".other-release").hidden = own === holding; })
      .catch(() => { /* served by itself: nothing is known of others */ });
  }
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
  speak(asked.get("bahasa") === "en" ? "en" : "id");
})();
