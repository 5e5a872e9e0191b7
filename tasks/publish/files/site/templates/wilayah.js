"use strict";
(() => {
  // Language, table and order of a page stand in its address: ?bahasa=en&urut=segmen.1.turun
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
  const keep = () => history.replaceState(null, "", (asked.size ? `?${asked}` : location.pathname) + location.hash);

  function speak(language) {
    root.dataset.language = root.lang = language;
    for (const [one, found] of numbers) one.textContent = written(found, language);
    for (const one of document.querySelectorAll("time")) one.textContent = day(one.dateTime, language);
    for (const one of document.querySelectorAll("[data-language]:not(html)")) {
      one.setAttribute("aria-pressed", String(one.dataset.language === language));
    }
    for (const one of document.querySelectorAll('a[href$=".html"], a[href*=".html?"]')) {
      one.search = language === "en" ? "?bahasa=en" : "";
    }
  }
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
    if (cell.amount !== undefined) return cell.amount;
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
  for (const one of document.querySelectorAll("abbr")) {
    one.title = one.textContent === "[c]" ? "disembunyikan agar tidak ada orang yang dikenali / hidden so that nobody can be recognised"
      : "tidak dilaporkan: datanya tidak cukup / not reported: its data do not suffice";
  }
  speak(asked.get("bahasa") === "en" ? "en" : "id");
})();
