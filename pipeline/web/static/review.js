// Comfort for those who have scripts: keys, shift, finding a theme by its first letters.
// Every action works without this file.
"use strict";

const BOX = '.bullet input[type="checkbox"][name="bullet"]';
const boxes = () => [...document.querySelectorAll(BOX)];
const bullets = () => [...document.querySelectorAll(".bullet")];
const byId = (id) => document.getElementById(id);
let lastBox = null;

/* Choosing many */
function tellChosen() {
  const number = boxes().filter((box) => box.checked).length;
  for (const place of document.querySelectorAll(".chosen")) {
    place.textContent = number ? `– ${number} valgt` : "";
  }
}

function choose(box, isRange) {
  if (isRange && lastBox && lastBox !== box) {
    const all = boxes();
    const [from, to] = [all.indexOf(lastBox), all.indexOf(box)].sort((a, b) => a - b);
    for (const between of all.slice(from, to + 1)) between.checked = box.checked;
  }
  lastBox = box;
  tellChosen();
}

document.addEventListener("click", (event) => {
  if (event.target.matches?.(BOX)) choose(event.target, event.shiftKey);
});
// A shift-click on the text would select letters instead.
document.addEventListener("mousedown", (event) => {
  if (event.shiftKey && event.target.closest?.("label.said")) event.preventDefault();
});

/* Going from bullet to bullet */
function goTo(step) {
  const all = bullets();
  const at = all.indexOf(document.activeElement?.closest(".bullet"));
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/* Moving by a theme's first letters */
function openMove() {
  const select = byId("flyt-til");
  if (!select) return;
  const here = document.activeElement?.closest(".bullet")?.querySelector('input[name="bullet"]');
  if (here && !boxes().some((box) => box.checked)) {
    here.checked = true;
    tellChosen();
  }
  const back = document.activeElement;
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "find-titel");
  dialog.innerHTML =
    '<h2 id="find-titel">Flyt de valgte til</h2>' +
    '<label for="find">Skriv temaets første bogstaver</label>' +
    '<input id="find" role="combobox" aria-expanded="true" aria-controls="fundne" autocomplete="off">' +
    '<ul id="fundne" class="found" role="listbox" aria-label="Temaer"></ul>';
  document.body.append(dialog);
  const field = dialog.querySelector("input");
  const list = dialog.querySelector("ul");
  const options = [...select.options].filter((option) => option.value && !option.disabled);
  let at = 0;

  function show() {
    const words = field.value.trim().toLocaleLowerCase("da");
    const begins = (text) => text.split(/[\s›]+/).some((word) => word.startsWith(words)) || text.startsWith(words);
    const found = options.filter((option) => begins(option.text.toLocaleLowerCase("da"))).slice(0, 30);
    list.replaceChildren(
      ...found.map((option, number) => {
        const item = document.createElement("li");
        item.role = "option";
        item.id = `fundet-${number}`;
        item.textContent = option.text;
        item.dataset.value = option.value;
        return item;
      }),
    );
    mark(0);
  }

  function mark(number) {
    const items = [...list.children];
    at = Math.max(0, Math.min(number, items.length - 1));
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    items[at]?.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", items.length ? `fundet-${at}` : "");
  }

  function take(item) {
    if (!item) return;
    select.value = item.dataset.value;
    dialog.close();
    select.form.requestSubmit(select.form.querySelector('button[formaction="/goer/flyt"], button:not([formaction])'));
  }

  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at - 1);
    else if (event.key === "Enter") take(list.children[at]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => take(event.target.closest("li")));
  dialog.addEventListener("close", () => {
    dialog.remove();
    back?.focus();
  });
  show();
  dialog.showModal();
}

/* The help sheet */
function openHelp() {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "hjaelp-titel");
  dialog.innerHTML = '<h2 id="hjaelp-titel">Genveje på tastaturet</h2>';
  dialog.append(byId("taster").content.cloneNode(true));
  const close = document.createElement("button");
  close.textContent = "Luk";
  close.autofocus = true;
  close.addEventListener("click", () => dialog.close());
  dialog.append(close);
  const back = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    back?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function openTitle() {
  const tool = byId("ret-titel");
  if (!tool) return;
  tool.open = true;
  byId("titel").focus();
  byId("titel").select();
}

function clearChosen() {
  for (const box of boxes()) box.checked = false;
  lastBox = null;
  tellChosen();
}

const keys = {
  j: () => goTo(1),
  k: () => goTo(-1),
  m: openMove,
  e: openTitle,
  g: () => byId("godkend")?.click(),
  u: () => byId("fortryd")?.click(),
  "/": () => byId("soeg")?.focus(),
  "?": openHelp,
  Escape: clearChosen,
};

document.addEventListener("keydown", (event) => {
  const target = event.target;
  const isTyping = target.matches?.('textarea, select, input:not([type="checkbox"]):not([type="radio"])') || target.isContentEditable;
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key.toLowerCase() === "x") {
    const box = target.closest?.(".bullet")?.querySelector('input[name="bullet"]');
    if (!box) return;
    box.checked = !box.checked;
    choose(box, event.shiftKey);
    event.preventDefault();
    return;
  }
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

/* The slider shows while it is dragged what would happen, as the server tells it. */
let asked = new AbortController();
let resting = 0;

async function preview(address) {
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  const shown = byId("visning");
  shown.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // An answer to what the slider no longer says is dropped.
    if (signal.aborted) return;
    const fresh = page.getElementById("visning");
    const brief = page.getElementById("visning-kort") ?? page.querySelector("main");
    byId("visning-kort").replaceChildren(...brief.childNodes);
    shown.replaceChildren(...(fresh?.childNodes ?? []));
    if (fresh) history.replaceState(null, "", address);
  } catch {
    if (signal.aborted) return;
    byId("visning-kort").textContent = "Programmet svarer ikke. Prøv igen.";
    shown.replaceChildren();
  }
  shown.removeAttribute("aria-busy");
}

byId("trin")?.addEventListener("input", (event) => {
  const steps = Number(event.target.value);
  byId("trin-nu").textContent = steps > 0 ? `+${steps}` : String(steps);
  clearTimeout(resting);
  asked.abort();
  byId("visning").setAttribute("aria-busy", "true");
  resting = setTimeout(preview, 200, `/finhed?trin=${steps}`);
});

/* What was done stays in sight until it is closed or the next page opens. */
for (const done of document.querySelectorAll(".done")) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "quiet";
  close.textContent = "Luk";
  close.addEventListener("click", () => {
    done.remove();
    byId("indhold").focus();
  });
  done.append(close);
}

/* A message that is there when the page loads is read out when it is put in again. */
for (const message of document.querySelectorAll(".done p")) {
  setTimeout(() => message.replaceChildren(message.textContent), 200);
}
tellChosen();
