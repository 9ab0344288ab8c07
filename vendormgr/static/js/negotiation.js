/* Copy a model wording. The page works without this file. */
(() => {
  "use strict";

  const selectText = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };

  for (const button of document.querySelectorAll("[data-copy]")) {
    const text = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", async () => {
      // Without https there is no clipboard: the text is chosen, and the keyboard copies it.
      selectText(text);
      if (navigator.clipboard) {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = button.dataset.copied;
      }
    });
  }
})();
