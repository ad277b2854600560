// Open what a link leads to, and everything before printing. Without this script nothing is lost: the same
// sections open by hand, and the browser itself opens what a link leads into.
"use strict";
function reveal() {
  let id = location.hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch {
    return; // not one of our anchors
  }
  const target = document.getElementById(id);
  if (!target) return;
  for (let part = target; part; part = part.parentElement) {
    if (part.localName === "details") part.open = true;
  }
  target.scrollIntoView();
}
addEventListener("hashchange", reveal);
reveal();

let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const part of closed) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of closed) part.open = false;
});
