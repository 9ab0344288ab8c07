/* Niceties of the gap pages: choose a whole page, count what is chosen, copy the questions. */
(() => {
  "use strict";

  const choose = (form) => {
    const all = form.querySelector("[data-choose-all]");
    const boxes = [...form.querySelectorAll("input[name=gap]")];
    const count = form.querySelector("[data-chosen-count]");
    const show = () => {
      const n = boxes.filter((box) => box.checked).length;
      count.textContent = n ? ` (${n})` : "";
      all.checked = n === boxes.length;
      all.indeterminate = n > 0 && n < boxes.length;
    };
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
      show();
    });
    for (const box of boxes) box.addEventListener("change", show);
    addEventListener("pageshow", show);
  };

  const copy = (button) => {
    const text = document.getElementById(button.dataset.copies);
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.value);
      button.textContent = button.dataset.done;
    });
  };

  document.querySelectorAll("form[data-choosing]").forEach(choose);
  document.querySelectorAll("[data-copies]").forEach(copy);
})();
