(() => {
  "use strict";
  const text = cell => cell.textContent.trim();
  const number = cell => text(cell) ? parseFloat(text(cell)) : -1;
  const order = (one, other) => one < other ? -1 : one > other ? 1 : 0;

  const sortBy = (table, rows, head, at) => {
    const isNumber = head.classList.contains("n");
    const key = isNumber ? number : text;
    const before = head.getAttribute("aria-sort");
    const isUp = before ? before === "descending" : !isNumber;
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
    const sorted = rows.slice().sort((one, other) => order(key(one.cells[at]), key(other.cells[at])) * (isUp ? 1 : -1));
    table.tBodies[0].append(...sorted);
  };

  const addFilter = (table, rows, title) => {
    const line = document.createElement("p"), label = document.createElement("label"), input = document.createElement("input"), shown = document.createElement("output");
    line.className = "filter";
    input.type = "search";
    input.autocomplete = "off";
    input.setAttribute("aria-label", "Filter: " + title);
    label.append("Filter ", input);
    line.append(label, " ", shown);
    const show = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(word => word);
      let count = 0;
      for (const row of rows) {
        const all = [...row.cells].map(text).join(" ").toLowerCase();
        row.hidden = !words.every(word => all.includes(word));
        count += row.hidden ? 0 : 1;
      }
      shown.value = count + " of " + rows.length;
    };
    input.addEventListener("input", show);
    show();
    table.before(line);
  };

  for (const table of document.querySelectorAll("table.data")) {
    const rows = [...table.tBodies[0].rows];
    const title = text(table.closest("section").querySelector("h2"));
    if (rows.length > 1) {
      [...table.tHead.rows[0].cells].forEach((head, at) => {
        const button = document.createElement("button");
        button.type = "button";
        button.append(...head.childNodes);
        button.addEventListener("click", () => sortBy(table, rows, head, at));
        head.append(button);
      });
    }
    if (rows.length > 7) addFilter(table, rows, title);
  }

  const opened = [];
  addEventListener("beforeprint", () => {
    for (const closed of document.querySelectorAll("details:not([open])")) {
      closed.open = true;
      opened.push(closed);
    }
  });
  addEventListener("afterprint", () => {
    for (const one of opened.splice(0)) one.open = false;
  });
})();
