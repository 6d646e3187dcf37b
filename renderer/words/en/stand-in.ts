/** On the failover page and where plans are edited: other computers that may start a plan while this one is gone. */
export const standIn = {
  heading: "Other computers that can start these plans",
  caption: "what a second Backstay at the same place takes over while the first one is gone",
  alone:
    "No other computer has left a sign here. When a second Backstay has opened the same repository, it can start plans while this computer is off, stolen or broken.",
  neighbour: {
    there: "{{name}} is there. Its last sign is of {{when}}, by its own clock.",
    gone: "{{name}} is not there. Its last sign is of {{when}}, by its own clock.",
    unknown:
      "{{name}}: whether it is there shows within a minute. Its last sign is of {{when}}, by its own clock.",
  },
  only: "Only this computer starts it. No other one may.",
  at: "At {{name}}",
  since: "Since {{when}}.",
  goneAfter: "This computer counts as gone when it has left no sign for {{span}}.",
  takenAfter: "It is taken over when {{name}} has left no sign for {{span}}.",
  handsBack: "A backup that is under way is ended first.",
  offer: "Let another computer start it…",
  change: "Change…",
  lookAndAgree: "Look and agree…",
  keep: "Keep to this computer…",
  standBy: "Stand by…",
  adopt: "Make it this computer’s own…",
  leave: "Stand by no more…",
  offerForm: {
    titleNew: "Let another computer start {{name}}",
    titleEdit: "When {{name}} may be taken over",
    text: "Another Backstay that has opened the same repository may then stand by for this plan. It needs the files under the same path, such as a share that both have mounted. What it has to know is kept in the places of the backups, sealed with the repository’s key and without any password.",
    lease: "This computer counts as gone after (seconds)",
    leaseHint: "From 3 to 86400. So long it may leave no sign: a restart should fit in.",
    deed: "Let others start it",
    save: "Save",
  },
  keepDialog: {
    title: "Keep {{name}} to this computer?",
    text: "No other computer starts this plan any more, even when this one is gone. Backups that were made stay.",
    deed: "Keep it here",
  },
  standByForm: {
    title: "Stand by for {{name}}",
    text: "The plan is known here from then on, and rests while {{owner}} is there. When {{owner}} is gone, this computer starts it by the same schedule, and hands it back when {{owner}} returns. These files are read then:",
    after: "Wait this much longer than {{lease}} (seconds)",
    afterHint: "From 3 to 86400. {{lease}} is how long {{owner}} may leave no sign.",
    deed: "Stand by",
    agree: "Agree",
    save: "Save",
  },
  adoptDialog: {
    title: "Make {{name}} this computer’s own?",
    text: "For when {{owner}} is gone for good: stolen, broken or given away. This computer then starts the plan as if it had been made here, lets old backups go by its rules, and can change it. All backups stay. It saves:",
    missing: "This computer cannot read {{paths}}. Change what the plan saves after that.",
    ifThere:
      "If {{owner}} is there after all, only out of reach: once it sees the places again, it starts this plan no more and stands by for it. Until then both may make backups of it, so some are there twice. None is lost.",
    deed: "Make it this computer’s own",
  },
  leaveDialog: {
    title: "Stand by for {{name}} no more?",
    text: "The plan is removed from this computer. It stays on {{owner}}, and all its backups stay.",
    deed: "Stand by no more",
  },
  secondsWrong: "A whole number from 3 to 86400.",
  cannotRead: "This computer cannot read {{paths}}.",
  editor: {
    heading: "Which computer starts it",
    mayBeTakenOver: "May be taken over",
    hint: "While this computer is gone, another Backstay that stands by at the same place starts the plan, and hands it back. It needs the files under the same path. How the others are is on the page Failover.",
    takenOver: "{{name}} starts it just now and hands it back by itself. This can be changed then.",
    other:
      "This plan was made on {{owner}}, and this computer stands by for it. What is changed here is replaced by what {{owner}} says, except for the name. Change it there.",
    notShared: "The plan was saved, but whether it may be taken over was not changed.",
  },
} as const;
