// The page works without this file; it empties the field that was sent, and turns to the phone that has something new.
"use strict";

const formOf = (event) => {
  const source = event.detail?.ctx?.sourceElement ?? event.target;
  return source instanceof Element ? source.closest("form") : null;
};

document.addEventListener("htmx:before:request", (event) => {
  for (const screen of document.querySelectorAll(".screen.fresh")) screen.classList.remove("fresh");
  const form = formOf(event);
  if (form && form.id !== "pulse") form.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:finally:request", (event) => {
  const form = formOf(event);
  if (!form || form.id === "pulse") return;
  form.removeAttribute("aria-busy");
  const field = form.querySelector("input[name=text]");
  if (field) field.value = "";
  if (form.closest(".clock")) turnTo(document.querySelector(".screen.fresh"));
});

function turnTo(screen) {
  const phone = screen?.closest(".phone");
  if (!phone) return;
  const strip = phone.parentElement;
  const seen = strip.getBoundingClientRect();
  const place = phone.getBoundingClientRect();
  if (place.left >= seen.left && place.right <= seen.right) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const left = strip.scrollLeft + place.left - seen.left - (seen.width - place.width) / 2;
  strip.scrollTo({ left, behavior: calm ? "auto" : "smooth" });
}
