/* Behind app.js within each page that one can do something with (data-do). What the buttons do is
   in assets/act.js, loaded at the first tap. Reading aloud shows only where the phone itself has a
   voice: others send the text away. */
const speech = window.speechSynthesis;
onclick = ({target}) => {
  const button = target.closest("[data-do]");
  if (button && !window.act) load(document.querySelector(".act details"), button);
};
if (speech) (speech.onvoiceschanged = () =>
  document.querySelector("[data-do=read]").disabled = !speech.getVoices().some(voice =>
    voice.localService && voice.lang.startsWith(document.documentElement.lang)))();
