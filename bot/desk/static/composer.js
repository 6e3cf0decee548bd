// The line at the foot of the messages: commands after "/", people after "@".
import { person, post, say } from "./page.js";

export function startComposer() {
  const known = JSON.parse(document.getElementById("known").textContent);
  const form = document.getElementById("composer");
  const line = document.getElementById("line");
  const list = document.getElementById("choices");
  let chosen = -1;

  const grow = () => {
    line.style.height = "auto";
    line.style.height = `${Math.min(line.scrollHeight, 180)}px`;
  };

  function offers() {
    const before = line.value.slice(0, line.selectionStart);
    const command = /^\/\S*$/.exec(before);
    if (command) return known.commands.filter((each) => each.name.startsWith(command[0])).map((each) => ({ ...each, put: `${each.name} `, from: 0 }));
    const mention = /(?:^|\s)@([^@\n]{0,40})$/.exec(before);
    if (!mention) return [];
    const typed = mention[1].toLowerCase();
    const from = before.length - mention[1].length - 1;
    const found = known.people.filter((each) => matches(each.name, typed)).slice(0, 8);
    if (found.length === 1 && found[0].name.toLowerCase() === typed) return []; // the whole name stands there already
    return found.map((each) => ({ ...each, put: `@${each.name} `, from }));
  }

  const matches = (name, typed) => name.toLowerCase().startsWith(typed) || name.toLowerCase().split(" ").some((word) => typed && word.startsWith(typed));

  function draw() {
    const found = offers();
    list.replaceChildren(...found.map(row));
    list.hidden = !found.length;
    line.setAttribute("aria-expanded", found.length > 0);
    mark(found.length ? 0 : -1);
  }

  function row(offer, index) {
    const item = document.createElement("li");
    item.id = `choice-${index}`;
    item.role = "option";
    item.dataset.testid = "choice";
    Object.assign(item, { offer });
    const name = document.createElement("strong");
    name.textContent = offer.name;
    const hint = document.createElement("span");
    hint.className = "hint-words";
    hint.textContent = offer.hint ?? "";
    const words = document.createElement("small");
    words.textContent = offer.words ?? "";
    item.append(name, hint, words);
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(item); });
    return item;
  }

  function mark(index) {
    chosen = index;
    [...list.children].forEach((each, at) => each.setAttribute("aria-selected", at === index));
    if (index >= 0) {
      line.setAttribute("aria-activedescendant", `choice-${index}`);
      list.children[index].scrollIntoView({ block: "nearest" });
    } else line.removeAttribute("aria-activedescendant");
  }

  function take(item) {
    const { put, from } = item.offer;
    const rest = line.value.slice(line.selectionStart);
    line.value = line.value.slice(0, from) + put + rest;
    line.selectionStart = line.selectionEnd = from + put.length;
    hide();
    grow();
  }

  function hide() {
    list.hidden = true;
    line.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  async function send() {
    const text = line.value.trim();
    if (!text) return;
    hide();
    line.value = "";
    grow();
    const outcome = await post(`/page/as/${person}/write`, { text });
    if (outcome.ok) return;
    // What was typed is not lost: back into the box, unless something new stands there.
    if (!line.value) line.value = text;
    grow();
    if (outcome.problem) say(outcome.problem);
  }

  line.addEventListener("input", () => { grow(); draw(); });
  line.addEventListener("blur", hide);
  line.addEventListener("keydown", (event) => {
    const open = !list.hidden && list.children.length > 0;
    const exact = open && list.children[Math.max(chosen, 0)].offer.put.trim() === line.value.trim();
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      mark((chosen + (event.key === "ArrowDown" ? 1 : list.children.length - 1)) % list.children.length);
    } else if (open && event.key === "Escape") {
      event.stopPropagation();
      hide();
    } else if (open && (event.key === "Tab" || (event.key === "Enter" && !exact)) && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen]);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  // On a slow machine somebody has begun to type before this runs.
  if (line.value && document.activeElement === line) { grow(); draw(); }
}
