// The page works without this file; it empties the field that was sent, and turns to the phone that has something new.
"use strict";

let asked = null;

const formOf = (event) => {
  const source = event.detail?.ctx?.sourceElement ?? event.target;
  return source instanceof Element ? source.closest("form") : null;
};

document.addEventListener("htmx:before:request", (event) => {
  asked = formOf(event);
  if (asked && asked.id !== "pulse") asked.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:finally:request", (event) => {
  const form = formOf(event);
  if (!form || form.id === "pulse") return;
  form.removeAttribute("aria-busy");
  const field = form.querySelector("input[name=text]");
  if (field) field.value = "";
  const fresh = [...document.querySelectorAll(".screen.fresh")].filter((screen) => !form.parentElement.contains(screen));
  if (form.closest(".clock") && fresh.length) {
    fresh[0].closest(".phone").scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
  }
});
