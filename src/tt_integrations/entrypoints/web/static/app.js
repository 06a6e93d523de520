// Makes pages handier. Everything works without it.

// Copying what is shown to be taken elsewhere.
for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  const title = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value);
      button.textContent = "Copied";
    } catch {
      source.select(); // the browser does not let us: one key is left to press
      button.textContent = "Press Ctrl+C";
    }
    setTimeout(() => { button.textContent = title; }, 2000);
  });
}

// One more row of a list, like the last one, and empty.
for (const button of document.querySelectorAll("[data-add]")) {
  const list = button.parentElement;
  const rows = list.querySelector("[data-rows]");
  const count = list.querySelector("[data-count]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const number = rows.children.length;
    const row = rows.lastElementChild.cloneNode(true);
    for (const input of row.querySelectorAll("input, select")) {
      input.name = input.name.replace(/\.\d+\./, `.${number}.`);
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+$/, number + 1));
      input.value = "";
    }
    rows.append(row);
    count.value = String(number + 1);
    row.querySelector("input").focus();
  });
}

// A question that was opened is closed by Escape, and the keyboard is back where it was.
for (const question of document.querySelectorAll("details.ask")) {
  question.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !question.open) return;
    question.open = false;
    question.querySelector("summary").focus();
  });
}

// Groups that were open before a form was saved are open afterwards, as long as the page stays in this window.
const OPEN = "open groups";
const groups = [...document.querySelectorAll("details.group")];
const nameOf = (group) => `${group.closest("section").id}/${group.querySelector("summary").textContent}`;
try {
  const before = JSON.parse(sessionStorage.getItem(OPEN) ?? "[]");
  for (const group of groups) if (before.includes(nameOf(group))) group.open = true;
  for (const group of groups) {
    group.addEventListener("toggle", () => {
      sessionStorage.setItem(OPEN, JSON.stringify(groups.filter((each) => each.open).map(nameOf)));
    });
  }
} catch {
  // a browser that keeps nothing shows them closed
}

// What was refused is seen first.
document.querySelector("[aria-invalid=true]")?.scrollIntoView({ block: "center" });
