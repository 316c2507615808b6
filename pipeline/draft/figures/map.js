// The map of the bullets: pointing at a dot, or walking to it with the arrow keys, shows what it
// says; a click or Enter follows its link. On a touch screen the first tap shows, the second opens.
(() => {
  "use strict";

  const centre = (link) => {
    const { e, f } = link.transform.baseVal[0].matrix;
    return [e, f];
  };

  // The nearest dot in a direction; what lies aside counts as farther away.
  const next = (places, from, [right, down]) => {
    const [x, y] = places.get(from);
    let best = null, least = Infinity;
    for (const [link, [otherX, otherY]] of places) {
      const ahead = (otherX - x) * right + (otherY - y) * down;
      const aside = Math.abs((otherX - x) * down) + Math.abs((otherY - y) * right);
      const distance = ahead + 2 * aside;
      if (link !== from && ahead > 0 && distance < least) [best, least] = [link, distance];
    }
    return best;
  };

  const KEYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

  const start = (map) => {
    const frame = map.closest(".bullet-map-frame");
    const links = [...map.querySelectorAll("a")];
    const places = new Map(links.map((link) => [link, centre(link)]));
    const card = document.createElement("div");
    card.className = "bullet-map-card";
    card.hidden = true;
    card.setAttribute("aria-hidden", "true");
    card.append(document.createElement("p"), document.createElement("p"));
    frame.append(card);
    let shown = null, waiting = 0;

    const show = (link) => {
      clearTimeout(waiting);
      if (shown === link && !card.hidden) return;
      shown = link;
      const theme = link.parentNode.dataset.theme;
      card.children[0].textContent = link.getAttribute("aria-label");
      card.children[1].textContent = `${theme} · ${link.dataset.source}`;
      card.hidden = false;
      const dot = link.getBoundingClientRect(), box = frame.getBoundingClientRect();
      const left = dot.left - box.left + dot.width / 2 - card.offsetWidth / 2;
      const below = dot.bottom - box.top + 6, above = dot.top - box.top - card.offsetHeight - 6;
      const isLow = dot.bottom + card.offsetHeight + 12 > innerHeight && dot.top > card.offsetHeight;
      card.style.left = `${Math.max(0, Math.min(left, box.width - card.offsetWidth))}px`;
      card.style.top = `${isLow ? above : below}px`;
    };
    const hide = () => {
      clearTimeout(waiting);
      card.hidden = true;
      shown = null;
    };
    // The pointer may pass from the dot to the card, to read or mark it.
    const hideSoon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        if (shown !== document.activeElement) hide();
      }, 250);
    };
    const linkOf = (event) => event.target.closest("a");

    map.addEventListener("pointerover", (event) => {
      const link = linkOf(event);
      if (link && event.pointerType !== "touch") show(link);
    });
    map.addEventListener("pointerout", hideSoon);
    card.addEventListener("pointerenter", () => clearTimeout(waiting));
    card.addEventListener("pointerleave", hideSoon);
    map.addEventListener("focusin", (event) => {
      const link = linkOf(event);
      if (!link) return;
      for (const other of map.querySelectorAll('a[tabindex="0"]')) other.setAttribute("tabindex", "-1");
      link.setAttribute("tabindex", "0");
    });
    map.addEventListener("focusin", (event) => {
      // A tap focuses, too; it is told by its click.
      if (linkOf(event) && event.target.matches(":focus-visible")) show(linkOf(event));
    });
    map.addEventListener("focusout", hideSoon);
    map.addEventListener("click", (event) => {
      const link = linkOf(event);
      if (link && event.pointerType === "touch" && shown !== link) {
        event.preventDefault();
        show(link);
      }
    });
    document.addEventListener("pointerdown", (event) => {
      if (!frame.contains(event.target)) hide();
    });
    // On a telephone the card lies over the page: it goes when its map does.
    new IntersectionObserver(([seen]) => {
      if (!seen.isIntersecting) hide();
    }).observe(map);
    frame.addEventListener("keydown", (event) => {
      if (event.key === "Escape") return hide();
      const link = linkOf(event);
      if (!link || event.altKey || event.ctrlKey || event.metaKey) return;
      let to = null;
      if (event.key in KEYS) to = next(places, link, KEYS[event.key]);
      else if (event.key === "Home") to = links[0];
      else if (event.key === "End") to = links[links.length - 1];
      else return;
      event.preventDefault();
      if (to) to.focus();
    });
  };

  for (const map of document.querySelectorAll(".bullet-map-frame .bullet-map")) start(map);
})();
