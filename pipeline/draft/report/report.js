// Opens the folded list that a link points into, and all of them before printing.
(() => {
  "use strict";

  const lists = [...document.querySelectorAll("details.theme")];
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const list = target && target.closest("details");
    if (!list) return;
    list.open = true;
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", reveal);
  // A link to the address that is open already changes nothing, so it is heard here.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute("href") === location.hash) setTimeout(reveal);
  });
  reveal();

  const fold = document.getElementById("fold-ud");
  fold.hidden = false;
  fold.addEventListener("click", () => {
    const open = lists.some((list) => !list.open);
    for (const list of lists) list.open = open;
    fold.textContent = open ? "Fold alle temaer sammen" : "Fold alle temaer ud";
  });

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = lists.filter((list) => !list.open);
    for (const list of opened) list.open = true;
  });
  addEventListener("afterprint", () => {
    for (const list of opened) list.open = false;
  });
})();
