/* The arrow keys go to the clause before and behind; the links work without this file. */
(() => {
  "use strict";

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
