/* Niceties; every page works without this file. */
(() => {
  "use strict";

  const normal = (text) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\u30a1-\u30f6]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60))
      .replace(/[ぁぃぅぇぉっゃゅょゎ]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 1))
      .replace(/株式会社|有限会社|合同会社|\(株\)|\(有\)/g, "")
      .replace(/[\s・･.,、。\-‐‑–—―ー_'"()「」]+/g, "");

  const filterBox = (holder) => {
    const box = document.createElement("input");
    box.type = "search";
    box.className = "filter-options";
    box.placeholder = holder.dataset.label;
    box.setAttribute("aria-label", holder.dataset.label);
    box.dataset.niceties = "";
    // Enter in the box must not send the form.
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    return box;
  };

  const filterOptions = (holder) => {
    const select = holder.querySelector("select");
    const all = [...select.options];
    const box = filterBox(holder);
    box.addEventListener("input", () => {
      const wanted = normal(box.value);
      const chosen = select.value;
      const fits = (o) => o.value === "" || o.value === chosen || (o.dataset.key || normal(o.text)).includes(wanted);
      select.replaceChildren(...all.filter(fits));
      select.value = chosen;
    });
    holder.prepend(box);
  };

  const filterChoices = (list) => {
    const box = filterBox(list);
    box.addEventListener("input", () => {
      const wanted = normal(box.value);
      for (const item of list.children) {
        const key = item.dataset.key || normal(item.textContent);
        item.hidden = !key.includes(wanted) && !item.querySelector("input").checked;
      }
    });
    list.before(box);
  };

  const sendOnce = (form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "1";
      // The button stays enabled for this event, so that its name and value are sent.
      setTimeout(() => form.querySelectorAll("button").forEach((b) => b.setAttribute("aria-disabled", "true")));
    });
  };

  const warnUnsaved = (form) => {
    let touched = false;
    form.addEventListener("input", (event) => {
      if (!("niceties" in event.target.dataset)) touched = true;
    });
    form.addEventListener("submit", () => (touched = false));
    addEventListener("beforeunload", (event) => {
      if (touched) event.preventDefault();
    });
  };

  // Parts of a page may come in later and pass here again: everything is set up once.
  const ready = new WeakSet();
  const once = (setUpOne) => (element) => {
    if (!ready.has(element)) setUpOne(element);
  };

  const setUp = (root) => {
    const each = (selector, setUpOne) => root.querySelectorAll(selector).forEach(once(setUpOne));
    each("[data-filter-options]", filterOptions);
    each("[data-filter-choices]", filterChoices);
    each("form[data-once]", sendOnce);
    each("form[data-warn]", warnUnsaved);
    each("[data-print]", (button) => button.addEventListener("click", () => print()));
    each("[data-focus]", (element) => element.focus());
    root.querySelectorAll("[data-filter-options], [data-filter-choices], form, [data-print], [data-focus]").forEach((one) => ready.add(one));
  };

  // A page kept by the browser for "back" must be sendable again.
  addEventListener("pageshow", () =>
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("button").forEach((b) => b.removeAttribute("aria-disabled"));
    }),
  );

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.activeElement?.closest("details.menu[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  setUp(document);
  document.addEventListener("htmx:after:process", (event) => setUp(event.target));

  // On a narrow screen the tab that is open may lie outside what is in sight.
  document.querySelectorAll(".tabs").forEach((tabs) => {
    const here = tabs.querySelector("[aria-current]");
    if (here) tabs.scrollLeft = here.offsetLeft - (tabs.clientWidth - here.offsetWidth) / 2;
  });
})();
