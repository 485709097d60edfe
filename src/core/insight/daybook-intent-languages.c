/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insight/daybook-intent-languages.h"

static const DaybookIntentLanguage languages[] = {
  { .code = "en",
    .common = "the and you is are of to that this we with for have has please will be your it from what can could would"
              " not our they at if about been i my there when on by do does let know thanks should need",
    .requests = "",
    .you = "you your" },
  { .code = "de",
    .common = "der das und ist nicht ich sie wir ihr ein eine einen einem mit für auf von zu dem im bitte wie kann kannst"
              " können könnten könntest auch noch dass sind haben wird bis heute danke mir uns euch dir ihnen dich mich"
              " wenn oder aber nach bei vom zum zur werden wurde habe hast noch schon sehr liebe lieber hallo grüße den"
              " morgen freitag montag dienstag mittwoch donnerstag woche",
    .requests = "bitte|kannst du|könntest du|können sie|könnten sie|würden sie|würdest du|könnt ihr|schick mir|schicke mir|"
                "schicken sie|senden sie|sende mir|gib mir|geben sie|gib bescheid|sag mir|sagen sie|lass mich wissen|"
                "lassen sie|melde dich|melden sie sich|ruf mich|rufen sie|ich brauche|wir brauchen|denk daran|"
                "denk bitte|vergiss nicht|vergessen sie nicht|schau dir|schauen sie|prüfe|prüfen sie|du musst|"
                "sie müssen|um rückmeldung|wir bitten|ich bitte",
    .you = "du dir dich sie ihnen ihr euch dein deine ihre" },
  { .code = "fr",
    .common = "le les et est pas je vous nous une avec pour dans sur que qui du au aux ce cette votre notre merci bonjour"
              " avez êtes être avoir sont peux pouvez pourriez plus aussi ne mais où il elle ils des mon ma mes vos ça"
              " c'est d'ici avant demain vendredi lundi mardi mercredi jeudi semaine",
    .requests = "s'il vous plaît|s'il te plaît|s'il vous plait|s'il te plait|svp|stp|pouvez-vous|pourriez-vous|peux-tu|"
                "pourrais-tu|peut-on|merci de|merci d'avance|veuillez|envoyez-moi|envoie-moi|envoyez|dites-moi|dis-moi|"
                "tenez-moi|tiens-moi|faites-moi|fais-moi|n'oubliez pas|n'oublie pas|j'ai besoin|nous avons besoin|"
                "il faut que vous|il faut que tu|vous devez|tu dois|est-ce que vous pouvez|est-ce que tu peux|"
                "appelez-moi|appelle-moi|rappelez-moi|confirmez|vérifiez|je vous prie|prière de",
    .you = "vous tu te toi votre vos ton ta tes" },
  { .code = "es",
    .common = "el los las y es con para por que del al se lo su una un está están pero como más muy hola gracias usted"
              " ustedes nosotros puedes puede podrías podría favor hay mañana antes viernes lunes martes miércoles jueves"
              " semana este esta tengo tienes tiene hacer nos mi tu te cuando",
    .requests = "por favor|puedes|puede usted|podrías|podría|podéis|pueden|podrían|necesito que|necesitamos|necesito|"
                "envíame|envíeme|enviadme|mándame|mándeme|avísame|avíseme|dime|dígame|confirma|confírmame|no olvides|"
                "no olvide|hazme saber|hágame saber|llámame|llámeme|tienes que|tiene que|debes|debe usted|revisa|revise|"
                "te pido|le pido|le ruego|le agradecería|te agradecería",
    .you = "tú te ti usted ustedes vosotros tu su" },
  { .code = "pl",
    .common = "i w nie się jest na z do że co jak czy to dla ale od po przed przez są mam masz może możesz proszę dziękuję"
              " dzień dobry pani pan państwo bardzo już tak ten ta te nas wam wami mnie ci jutro piątku poniedziałek"
              " piątek wtorek środę czwartek tydzień będzie żeby",
    .requests = "proszę|prosze|czy możesz|czy mógłbyś|czy mogłabyś|czy może pan|czy może pani|czy mogą państwo|"
                "czy mógłby pan|czy mogłaby pani|możesz|mógłbyś|mogłabyś|daj znać|daj mi znać|wyślij|prześlij|podeślij|"
                "potrzebuję|potrzebujemy|nie zapomnij|sprawdź|potwierdź|zadzwoń|musisz|musi pan|musi pani|napisz|"
                "prosimy|będę wdzięczny|będę wdzięczna",
    .you = "ty cię ci ciebie twój twoja pan pani państwo możesz masz" },
  /* Known apart, so that nobody takes them for English; without words for asking. */
  { .code = "nl",
    .common = "het een en van ik je jij u wij ze niet met voor op aan te dat zijn heb heeft kunt kun kan wil graag"
              " bedankt dank groeten groet maar als ook nog naar bij wordt worden wat hoe goed hallo beste mij ons uw jouw"
              " jullie deze morgen vrijdag maandag dinsdag woensdag donderdag",
    .requests = "",
    .you = "je jij u jou uw jouw jullie" },
  { .code = "it",
    .common = "il lo gli di che è non con una sono mi ti ci del della dei nel alla grazie ciao buongiorno può puoi"
              " potresti potrebbe vorrei anche più questo questa e ho hai abbiamo entro domani venerdì lunedì martedì"
              " mercoledì giovedì settimana quando",
    .requests = "",
    .you = "tu te ti lei voi vi tuo tua suo sua" },
  { .code = "pt",
    .common = "o os de que não para uma um é da dos das em na por você vocês obrigado obrigada olá bom pode muito bem todos tem"
              " poderia podes como mais está estão são foi eu nós mas também já até amanhã sexta segunda terça quarta quinta"
              " semana quando esse isso",
    .requests = "",
    .you = "tu te você vocês seu sua teu tua" },
  { .code = "sv",
    .common = "och det är inte jag du vi ni på till med har som en ett den av från hej tack ska vill om för att kan också"
              " hur vad när måndag tisdag onsdag torsdag fredag imorgon mig dig oss er",
    .requests = "",
    .you = "du dig ni er din ditt dina" },
  { .code = "da",
    .common = "og det er ikke jeg du vi på til med har kan som en et den af fra hej tak skal vil om også hvordan hvad"
              " når mandag tirsdag onsdag torsdag fredag morgen mig dig os jer",
    .requests = "",
    .you = "du dig jer din dit dine" },
};

const DaybookIntentLanguage *
daybook_intent_languages (gsize *n)
{
  *n = G_N_ELEMENTS (languages);
  return languages;
}
