/* Behind app.js within each page that one can do something with (data-do). What the buttons do is
   in assets/act.js, loaded at the first tap. Reading aloud shows only where the phone itself has a
   voice: others send the text away. */
onclick = ({target}) => {
  const button = target.closest("[data-do]");
  if (button && !self.act) load(page.querySelector(".act details"), button);
};
const speech = self.speechSynthesis;
const aloud = page.querySelector("[data-do=read]"); // a page to share may have none
if (speech && aloud) (speech.onvoiceschanged = () => aloud.disabled =
  !speech.getVoices().some(({localService, lang}) =>
    localService && lang.startsWith(page.documentElement.lang)))();
