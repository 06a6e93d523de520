// The sandbox lives: what happens elsewhere shows by itself, and to press a button does not load the page anew.
// Everything works without it, one page after the other.

const EVERY = 2000; // milliseconds
const TOLD_FOR = 12000;
const place = document.querySelector("[data-told]");
const reader = new DOMParser();
let posts = 0; // what was asked for before a post must not be shown after it
let hiding = 0;

const panes = (root) => [...root.querySelectorAll("[data-pane]")];
const ours = "form[method=post][action*='/sandbox/']";
const proofOf = (root) => root.querySelector(`${ours} [name=csrf_token]`)?.value;

// Somebody is typing in there, or choosing.
function busy(pane) {
  return [...pane.querySelectorAll("input:not([type=hidden]), select")].some(
    (field) => field === document.activeElement || (field.matches("input") && field.value !== field.defaultValue),
  );
}

// A button by what it does: when its pane was drawn again it is another one, and the keyboard should find it.
function nameOf(element) {
  const form = element.closest("form");
  if (!form) return element.textContent;
  const hidden = [...form.querySelectorAll("input[type=hidden]:not([name=csrf_token])")].map((each) => each.value);
  return [form.getAttribute("action"), ...hidden].join(" ");
}

// What stayed as it is stays in place: nobody is read the same line twice.
function drawList(list, fresh) {
  const wanted = new Set([...fresh.children].map((each) => each.outerHTML));
  for (const each of [...list.children]) if (!wanted.has(each.outerHTML)) each.remove();
  [...fresh.children].forEach((each, at) => {
    const here = list.children[at];
    if (here?.outerHTML !== each.outerHTML) list.insertBefore(each.cloneNode(true), here ?? null);
  });
  while (list.children.length > fresh.children.length) list.lastElementChild.remove();
}

function draw(pane, fresh) {
  if (pane.innerHTML === fresh.innerHTML) return;
  const within = pane.contains(document.activeElement) ? document.activeElement : null;
  const name = within && nameOf(within);
  if (pane.matches("ol, ul")) drawList(pane, fresh);
  else pane.innerHTML = fresh.innerHTML;
  if (!within || within.isConnected) return;
  const buttons = [...pane.querySelectorAll("button, a")];
  (buttons.find((each) => nameOf(each) === name) ?? buttons[0])?.focus({ preventScroll: true });
}

// False where it is not this page, or somebody else's: they signed out in another window.
function show(page, within) {
  if (!panes(page).length || proofOf(page) !== proofOf(document)) return false;
  const fresh = new Map(panes(page).map((pane) => [pane.dataset.pane, pane]));
  for (const pane of panes(document)) {
    const other = fresh.get(pane.dataset.pane);
    if (other && (within?.contains(pane) || !busy(pane))) draw(pane, other);
  }
  return true;
}

// What nothing is told of leaves what another deed, done at the same time, was told of.
function tell(told) {
  if (told.childElementCount) place.innerHTML = told.innerHTML;
  hideLater();
}

function hideLater() {
  clearTimeout(hiding);
  hiding = setTimeout(() => { place.replaceChildren(); }, TOLD_FOR);
}

async function pageAt(address, options) {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", ...options });
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  return reader.parseFromString(await answer.text(), "text/html");
}

async function look() {
  if (document.hidden) return;
  const before = posts;
  const page = await pageAt("?panes=1");
  if (before === posts && !show(page)) location.reload();
}

async function post(form, button) {
  posts += 1;
  place.replaceChildren();
  const sent = new FormData(form);
  if (button?.name) sent.append(button.name, button.value);
  const page = await pageAt(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(sent) });
  posts += 1;
  if (!show(page, form.closest("section"))) return location.reload();
  const told = page.querySelector("[data-told]");
  tell(told);
  if (told.querySelector("[role=alert]")) return; // what was typed is still there to be mended
  const kept = form.elements[form.dataset.keep]?.value;
  form.reset();
  if (kept) form.elements[form.dataset.keep].value = kept;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(ours)) return;
  event.preventDefault();
  if (form.dataset.sent) return; // twice pressed is once meant
  form.dataset.sent = "yes";
  post(form, event.submitter)
    .catch(() => location.reload()) // the sandbox has ended, or somebody else is signed in meanwhile
    .finally(() => { delete form.dataset.sent; });
});

hideLater();
setInterval(() => { look().catch(() => {}); }, EVERY); // whoever ended it may begin it again
