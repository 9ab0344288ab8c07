/* The arrow keys go to the clause before and behind, and the list shows where one is; everything
   works without this file. */
(() => {
  "use strict";

  const list = document.querySelector(".clause-list");
  const here = list && list.querySelector("[aria-current]");
  if (here) list.scrollTop = here.offsetTop - list.clientHeight / 2;

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable], [role=region]")) return;
    const wanted = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const link = wanted && document.querySelector(`a[rel="${wanted}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
  });
})();
