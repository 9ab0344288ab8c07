/* The cell that the panel speaks of stays marked when only the panel was exchanged. */
(() => {
  "use strict";

  const mark = () => {
    const open = document.getElementById("panel")?.dataset.cell;
    for (const cell of document.querySelectorAll(".matrix td[data-cell]")) {
      const chosen = cell.dataset.cell === open;
      cell.classList.toggle("chosen", chosen);
      const link = cell.querySelector(".open-cell");
      if (chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };

  document.addEventListener("htmx:after:swap", mark);
  // The chosen cell may lie below the part of the table that is in sight.
  document.querySelector(".matrix td.chosen")?.scrollIntoView({ block: "center", inline: "nearest" });
  document.querySelector("#panel [data-focus]")?.scrollIntoView({ block: "nearest" });
})();
