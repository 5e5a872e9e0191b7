"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const ACTIVE = 0, STRICT = 1, UNLINKED = 2, ELIGIBLE = 3, PCT = 4, STRICT_PCT = 5, IN_PROVINCE = 6, NATIONAL = 7, FLAGS = 8, YEAR = 9, VERSION = 10, IN_DOUBT = 11, UNPLACED = 12;
  const NOTHING = "–", FIRST_ROWS = 50, CODE = /^#(ID|\d\d(?:\.\d\d)?)$/;
  const placeOf = new Map(data.regions.map(([code], place) => [code, place]));
  const nameOf = (code) => data.regions[placeOf.get(code)][1];
  const bases = new Map(data.bases.map(([code, ...words]) => [code, words]));
  const OFFICIAL = data.bases[0][0], TITLE = document.title;
  const state = { basis: OFFICIAL, region: "ID", all: false };
  // A column of another basis is given whole, or only where it differs from that of the official one.
  for (const part of [data.figures, data.segments]) {
    for (const basis of bases.keys()) {
      part[basis] = part[basis].map((column, n) => Array.isArray(column) ? column
        : part[OFFICIAL][n].map((value, place) => place in column ? column[place] : value));
    }
  }

  const grouped = (n, sign) => n === null || n === undefined ? NOTHING : String(n).replace(/\B(?=(\d{3})+$)/g, sign);
  const count = (n) => grouped(n, "."), countEn = (n) => grouped(n, ",");
  const percent = (hundredths) => hundredths === null || hundredths === undefined ? NOTHING
    : `${count(Math.floor(hundredths / 100))},${String(hundredths % 100).padStart(2, "0")}\u00a0%`;
  const figures = (place) => data.figures[state.basis].map((column) => column[place]);
  const gap = (f) => f[ELIGIBLE] ? Math.max(0, f[ELIGIBLE] - f[ACTIVE]) : null;
  const element = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const english = (text) => element("span", { className: "en", lang: "en" }, text);
  const width = (bar, f) => {
    bar.style.setProperty("--a", Math.min(100, (f[PCT] || 0) / 100));
    bar.style.setProperty("--s", Math.min(100, (f[STRICT_PCT] || 0) / 100));
  };

  // The chosen region.
  function showRegion() {
    const place = placeOf.get(state.region), f = figures(place), [code, name, level] = data.regions[place];
    const known = f[PCT] !== null && f[PCT] !== undefined;
    byId("nama-wilayah").textContent = name;
    byId("angka").textContent = known ? percent(f[PCT]) : "Tidak tersedia";
    byId("angka").classList.toggle("none", !known);
    width(byId("batang"), f);
    byId("kalimat").textContent = known
      ? `${count(f[ACTIVE])} orang terlindungi dari ${count(f[ELIGIBLE])} pekerja yang berhak`
      : `${count(f[ACTIVE])} orang terlindungi; jumlah pekerja yang berhak tidak tersedia`;
    byId("kalimat-en").textContent = known
      ? `${countEn(f[ACTIVE])} people covered out of ${countEn(f[ELIGIBLE])} eligible workers`
      : `${countEn(f[ACTIVE])} people covered; the number of eligible workers is not available`;
    byId("f-strict-pct").textContent = percent(f[STRICT_PCT]);
    byId("f-strict").textContent = count(f[STRICT]);
    byId("f-gap").textContent = count(gap(f));
    byId("f-unlinked").textContent = count(f[UNLINKED]);
    byId("f-version").textContent = f[YEAR] ? [f[YEAR], data.versions[f[VERSION]]].filter(Boolean).join(" · ") : NOTHING;
    byId("f-unplaced-box").hidden = !f[UNPLACED];
    byId("f-unplaced").textContent = count(f[UNPLACED]);
    byId("f-doubt-box").hidden = !f[IN_DOUBT];
    byId("f-doubt").textContent = count(f[IN_DOUBT]);
    byId("f-rank-box").hidden = level === 0;
    byId("f-rank").textContent = !f[NATIONAL] ? NOTHING
      : `ke-${f[NATIONAL]} nasional${level === 2 ? ` · ke-${f[IN_PROVINCE]} di provinsi` : ""}`;
    const above = level === 0 ? [] : level === 1 ? ["ID"] : ["ID", code.slice(0, 2)];
    byId("jejak").replaceChildren(...above.map((upper) => element("a", { href: `#${upper}` },
      `${nameOf(upper)} ${percent(figures(placeOf.get(upper))[PCT])}`)));
    showSegments(place, name);
    showRemarks(f);
    byId("pilih").value = code;
    for (const table of tables) for (const row of table.rows) row.tr.classList.toggle("chosen", row.place === place);
  }
  function showSegments(place, name) {
    byId("segmen-wilayah").textContent = name;
    [...byId("segmen").tBodies[0].rows].forEach((tr, n) => {
      const [active, strict, primary, eligible, pct] = data.segments[state.basis].slice(5 * n, 5 * n + 5)
        .map((column) => column[place]);
      [count(active), count(strict), count(primary), count(eligible), percent(pct)]
        .forEach((text, cell) => { tr.cells[cell + 1].textContent = text; });
    });
  }
  function showRemarks(f) {
    const items = [...(f[FLAGS] || "")].map((letter) => data.flags[letter]);
    const none = { id: "Tidak ada catatan.", en: "No remarks." };
    byId("daftar-catatan").replaceChildren(...(items.length ? items : [none])
      .map((flag) => element("li", {}, flag.id, " ", english(flag.en))));
  }

  // The tables of provinces and regencies.
  const VALUES = {
    rn: (row) => row.f[NATIONAL], rp: (row) => row.f[IN_PROVINCE], name: (row) => row.name, pct: (row) => row.f[PCT],
    active: (row) => row.f[ACTIVE], strict: (row) => row.f[STRICT_PCT], eligible: (row) => row.f[ELIGIBLE],
    gap: (row) => gap(row.f),
  };
  const TEXTS = { rn: (f) => count(f[NATIONAL]), rp: (f) => count(f[IN_PROVINCE]), active: (f) => count(f[ACTIVE]),
    strict: (f) => percent(f[STRICT_PCT]), eligible: (f) => count(f[ELIGIBLE]), gap: (f) => count(gap(f)) };
  const radios = [...document.querySelectorAll("input[name=basis]")];
  const tables = ["province", "regency"].map((level) => {
    const table = byId(`tabel-${level}`), body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
    const rows = [...body.rows].map((tr) => {
      const place = Number(tr.dataset.i), [code, name] = data.regions[place];
      return { tr, place, code, name, f: [], seen: `${code} ${code.replace(".", "")} ${name}`.toLowerCase() };
    });
    return { level, table, body, heads, rows, key: null, direction: 1 };
  });
  function fill(table) {
    const common = data.common[state.basis];
    for (const row of table.rows) {
      const f = row.f = figures(row.place);
      table.heads.forEach((head, n) => {
        const text = TEXTS[head.dataset.key];
        if (text) row.tr.cells[n].textContent = text(f);
      });
      width(row.tr.querySelector(".bar"), f);
      row.tr.querySelector(".pct").textContent = percent(f[PCT]);
      row.tr.querySelector("td.flags").replaceChildren(...[...(f[FLAGS] || "")].filter((l) => !common.includes(l))
        .map((l) => element("a", { href: `#catatan-${l}`, title: `${data.flags[l].id}\n${data.flags[l].en}` }, l)));
    }
  }
  function sort(table) {
    const value = VALUES[table.key];
    if (value) {
      table.rows.sort((a, b) => {
        const x = value(a), y = value(b), missing = (v) => v === null || v === undefined;
        if (missing(x) || missing(y)) return missing(x) - missing(y) || (a.code < b.code ? -1 : 1);
        const order = typeof x === "string" ? x.localeCompare(y, "id") : x - y;
        return order * table.direction || (a.code < b.code ? -1 : 1);
      });
    }
    table.body.append(...table.rows.map((row) => row.tr));
    for (const head of table.heads) {
      if (head.dataset.key === table.key) head.setAttribute("aria-sort", table.direction > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    limit();
  }
  function limit() {
    const table = tables[1], words = byId("cari").value.trim().toLowerCase(), within = byId("provinsi-saring").value;
    let found = 0;
    for (const row of table.rows) {
      const fits = row.seen.includes(words) && (!within || row.code.startsWith(`${within}.`));
      row.tr.classList.toggle("out", !fits);
      row.tr.classList.toggle("later", fits && !state.all && found >= FIRST_ROWS);
      found += fits;
    }
    byId("jumlah").textContent = `${count(found)} dari ${count(table.rows.length)} wilayah / ${countEn(found)} of ${countEn(table.rows.length)} regions`;
    byId("semua").hidden = state.all || found <= FIRST_ROWS;
    byId("semua").textContent = `Tampilkan semua ${count(found)} / Show all ${countEn(found)}`;
  }

  function showBasis() {
    const [name, nameEn, text, textEn] = bases.get(state.basis), official = state.basis === OFFICIAL;
    byId("basis-text").replaceChildren(element("span", { className: official ? "ok" : "warn" },
      official ? "Basis resmi " : "Bukan basis resmi ", english(official ? "Official basis" : "Not the official basis")),
      " ", text, " ", english(textEn));
    const write = (places, words) => document.querySelectorAll(places).forEach((span) => { span.textContent = words; });
    write(".basis-name", official ? name : `${name} (bukan basis resmi)`);
    write(".basis-name-en", official ? nameEn : `${nameEn} (not the official one)`);
    document.title = official ? TITLE : `${TITLE} · basis ${name}`;
    for (const radio of radios) radio.checked = radio.value === state.basis;
    for (const table of tables) { fill(table); sort(table); }
    showRegion();
  }
  // The basis stands in the query of the address and the region in its fragment: links within the page keep the basis.
  function readBasis() {
    const asked = new URLSearchParams(location.search).get("basis");
    return bases.has(asked) ? asked : OFFICIAL;
  }
  function writeBasis() {
    const address = new URL(location.href);
    if (state.basis === OFFICIAL) address.searchParams.delete("basis");
    else address.searchParams.set("basis", state.basis);
    if (address.href === location.href) return;
    try {
      history.replaceState(history.state, "", address.href);
    } catch {
      // Some browsers do not let a script change the query of a file's address, but they open it.
      if (location.protocol === "file:") location.replace(address.href);
    }
  }
  function choose(code, { scroll = false } = {}) {
    if (!placeOf.has(code)) return;
    state.region = code;
    showRegion();
    if (scroll) {
      byId("wilayah").scrollIntoView();
      byId("nama-wilayah").focus({ preventScroll: true });
    }
  }

  // Set up what only works with a script.
  for (const table of tables) {
    for (const head of table.heads.filter((cell) => cell.dataset.key)) {
      const button = element("button", { type: "button" }, ...head.firstElementChild.cloneNode(true).childNodes);
      head.prepend(button);
      button.addEventListener("click", () => {
        const rising = ["rn", "rp", "name"].includes(head.dataset.key) ? 1 : -1;
        table.direction = table.key === head.dataset.key ? -table.direction : rising;
        table.key = head.dataset.key;
        sort(table);
      });
    }
  }
  const picker = byId("pilih"), within = byId("provinsi-saring"), groups = new Map();
  for (const [code, name, level] of data.regions) {
    if (level === 0) picker.append(element("option", { value: code }, name));
    if (level === 1) {
      groups.set(code, element("optgroup", { label: name }, element("option", { value: code }, `${name} (provinsi)`)));
      within.append(element("option", { value: code }, name));
    }
    if (level === 2 && groups.has(code.slice(0, 2))) groups.get(code.slice(0, 2)).append(element("option", { value: code }, name));
  }
  picker.append(...groups.values());
  picker.addEventListener("change", () => { history.replaceState(null, "", `#${picker.value}`); choose(picker.value); });
  for (const radio of radios) {
    radio.addEventListener("change", () => { state.basis = radio.value; showBasis(); writeBasis(); });
  }
  byId("cari").addEventListener("input", limit);
  within.addEventListener("change", limit);
  byId("saring").addEventListener("submit", (event) => event.preventDefault());
  byId("semua").addEventListener("click", () => { state.all = true; limit(); });
  const follow = () => { const found = CODE.exec(location.hash); if (found) choose(found[1], { scroll: true }); };
  addEventListener("hashchange", follow);
  addEventListener("popstate", () => {
    if (readBasis() === state.basis) return;
    state.basis = readBasis();
    showBasis();
    follow();  // no hashchange comes where the query changes with the fragment
  });
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) follow();
  });
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
  document.documentElement.classList.add("js");
  state.basis = readBasis();
  showBasis();
  writeBasis();
  follow();
})();
