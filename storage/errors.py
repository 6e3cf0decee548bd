"""What storage cannot do, in the words a person reads: what is wrong and what to do."""

from scheduling.errors import SupervisionError


class NotFound(SupervisionError):
    """There is no such record here, or it is not one you can see. Check the reference or the name."""


class ForTheSupervisor(SupervisionError):
    """Only the supervisor, or a manager above them, can record this. Ask your supervisor, or raise it with them."""


class NothingBooked(SupervisionError):
    """No session is booked, so there is nothing to move or call off. Book one with `/supervision book @name date`."""


class BookedOtherwise(SupervisionError):
    """That session has been held or called off meanwhile. Open the form again: it shows what is booked now."""


class NotMoved(SupervisionError):
    """It is booked for that day and time already, so nothing has changed. Give another day or time."""


class AlreadyBooked(SupervisionError):
    """A session is booked already. To change its date, use `/supervision move @name date` and give the reason."""


class BookedThatDay(SupervisionError):
    """Another session is booked for that day already. Choose another day."""


class InTheFuture(SupervisionError):
    """That date has not come yet. Give the day it took place, or book it with `/supervision book @name date`."""


class InThePast(SupervisionError):
    """That date has passed. Give a day from today on; a session already held is recorded with `/supervision log @name date`."""


class BeforeTheStart(SupervisionError):
    """That is before this person started here. Check the year of the date you gave."""


class BeforeTheCaseOpened(SupervisionError):
    """That is before the case was opened. Check the case reference and the date."""


class LengthImpossible(SupervisionError):
    """The length must be between 1 and 600 minutes. Give the minutes as a number, or leave them out."""


class DecisionMissing(SupervisionError):
    """The decision is missing. Say what was decided; the policy asks for the decision and its rationale."""


class RationaleMissing(SupervisionError):
    """The rationale is missing. Say why, after the word "because"; the policy asks for the rationale of every decision."""


class ReasonMissing(SupervisionError):
    """The reason is missing. Say why in a few words, for example "court" or "sickness"."""


class NotesMissing(SupervisionError):
    """There is nothing to record yet. Write the notes of the session first."""


class TooLong(SupervisionError):
    """That is longer than the 3,000 characters that fit. Shorten it and save again; put the detail on the case system."""


class CaseClosed(SupervisionError):
    """This case is closed, so nothing can be added to it. Check the reference, or reopen the case first."""


class WhyMoreOftenMissing(SupervisionError):
    """The reason is missing. Say why it is to be discussed more often: it stands with the case."""


class NoMoreOften(SupervisionError):
    """The policy asks for it that often already. Choose a shorter time: it may be more often than the policy says, not less."""


class NoPointsAsked(SupervisionError):
    """The policy asks for no oversight at review points of a case like this one. Record oversight with `/case oversight`."""


class NothingAgreed(SupervisionError):
    """Nothing was agreed for this case. It is discussed as often as the policy asks; there is nothing to end."""


class NoSupervisor(SupervisionError):
    """No supervisor is on record for this person. Ask the administrator to add their line manager and import again."""


class NotOpen(SupervisionError):
    """This is no longer owed: it has been done, or has changed since the message was sent. Nothing more is needed."""


class NotLate(SupervisionError):
    """This is not late yet, so there is nothing to raise. It is on your Home tab with its due date."""


class Busy(SupervisionError):
    """Too much is being stored at this moment. Nothing was saved; try again in a few seconds."""


class Crowded(Busy):
    """Too many people are asking at this moment. Nothing was saved; try again in a few seconds."""


class Unavailable(SupervisionError):
    """The database does not answer at this moment. Nothing was saved; try again in a minute."""


class InDoubt(SupervisionError):
    """The database stopped answering while this was being saved. It is being found out whether it was."""


class CannotUnseal(SupervisionError):
    """This text was sealed with a key that is no longer in CORNERSTONE_KEYS. The administrator must add that key back."""


class ForTheSupervisee(SupervisionError):
    """Only the person whose supervision was missed can raise it. If it was held, record it instead."""


class AlreadyRaised(SupervisionError):
    """You have raised this already, and your supervisor was told. If it is not put right, speak to the manager above them."""


class NotYourReminder(SupervisionError):
    """Only whoever is reminded of it can put the reminder off. *Why am I seeing this?* says how it stands."""


class CannotPutOff(SupervisionError):
    """This reminder cannot be put off: there is no day left before it passes on, or it counts in hours. Settle or book it."""


class PutOffTooOften(SupervisionError):
    """You have put this off twice, which is as often as it goes. It stays in your morning message until it is settled."""


class PutOffTooLong(SupervisionError):
    """A reminder can be put off by three working days at most, and not beyond the day it passes on. Choose an earlier day."""


class SnoozeReasonMissing(SupervisionError):
    """The reason is missing. Choose one from the list; where it is another one, write it in a few words."""


class SameDay(SupervisionError):
    """A session on that day is recorded already for this person. Record a case left out from its own reminder."""


class NotTheirCase(SupervisionError):
    """That case was not allocated to this person on that day, so it cannot be part of this session. Check the reference."""


class AlreadyConfirmed(SupervisionError):
    """This decision has been confirmed already. Nothing more is needed."""


class NoAgreement(SupervisionError):
    """There is no signed supervision agreement for this person yet, so there is none to review. Record its signatures first."""


class TrainedLater(InTheFuture):
    """That date has not come yet. Give the day it took place, or was agreed."""


class WhichTraining(SupervisionError):
    """What it was is missing. Choose it from the list; where it is something else, write what it was called."""


class NotYourNote(SupervisionError):
    """Your line noted or confirmed this, or it came with a list of attendance. Ask your line manager to put it right."""


class FiledLater(InTheFuture):
    """That date has not come yet. Give the day it was put on the case system."""


class FiledTooEarly(SupervisionError):
    """That is before the decision was made. Give the day it was put on the case system."""


class CoverIsThemselves(SupervisionError):
    """Nobody covers for themselves. Name somebody else, or leave it empty: the line manager is then asked to arrange cover."""


class CoverNotThere(SupervisionError):
    """Whoever is to cover is away in that time too, or does not work here any more. Name somebody else."""


class AwayAlready(SupervisionError):
    """Some of those days are in an absence that is recorded already. Change that one: `/supervision absence` lists it."""


class NotAKindOfAbsence(SupervisionError):
    """An absence is leave, sickness or something else: choose one of the three. No reason is kept."""


class RaiseItFirst(SupervisionError):
    """This has not been raised yet. Raise it with your supervisor first, with `/supervision raise`; then it can go on."""


class NobodyAbove(SupervisionError):
    """There is nobody above who has not been told of it already. Speak to them, or ask whoever keeps Cornerstone running."""


class ForWhoeverWasTold(SupervisionError):
    """Whether this is in hand is for whoever it was raised with to say, or a manager above. Ask them, or escalate it."""


class ReturnBeforeLeaving(SupervisionError):
    """The day of return must come after the first day away. Check both dates."""


class CannotGrant(SupervisionError):
    """Only a senior manager above this person can give others access to their record. Ask the manager above you."""


class OwnRecord(SupervisionError):
    """One cannot give access to one's own record, nor to oneself. Ask the manager above the person it is about."""


class NoAccessForThat(SupervisionError):
    """No access for that purpose stands. `/supervision access @name` in Slack gives it, and the person it is about is told."""


class MayReadAlready(SupervisionError):
    """They can read this record already: it is theirs, or they are in the management line above. Nothing needs to be given."""


class NoReader(SupervisionError):
    """Say who is to read: somebody here, or the name of somebody outside. Choose one of the two."""


class NotThatPurpose(SupervisionError):
    """The policy does not give that purpose for this kind of reader. Choose one of those listed."""


class AccessTooLong(SupervisionError):
    """Access ends within 90 days, on a day after today. Choose an earlier day; it can be given again."""


class WhyMissing(SupervisionError):
    """Say why they need to read the record. It is kept with the grant and the supervisee can read it."""


class ExceptionMissing(SupervisionError):
    """Telling the supervisee later needs its reason and who allowed it. Fill in both, or tell them now."""


class NotTheirsToAllow(SupervisionError):
    """Only a senior manager above this person can allow that they are told later. Name the one who did."""


class NotAgreedHere(SupervisionError):
    """Only the supervisee can agree that a personal matter is kept. It waits for them."""


class AnsweredAlready(SupervisionError):
    """This has been answered already. Nothing more is needed."""


class TrailBroken(SupervisionError):
    """The audit trail is not as it should be, so nothing was saved. The administrator has to run `cornerstone audit verify`."""


class ReasonForChangeMissing(SupervisionError):
    """Say why the record is corrected. The version before stays beside it, and whoever signed that one is asked again."""


class SignedAlready(SupervisionError):
    """You have signed this already. Nothing more is needed."""


class NothingAnswered(SupervisionError):
    """Nothing is answered yet, so there is nothing to keep. Answer one of the questions, or go back to those before."""


class WaitsForAName(SupervisionError):
    """This agreement waits for a name already. Whoever has not signed it finds it with `/supervision sign`."""


class CorrectedMeanwhile(SupervisionError):
    """Somebody else corrected this meanwhile, so yours is not saved. Copy what you typed, and open the record again."""


class NewerVersion(SupervisionError):
    """This was corrected after you opened it, so nothing was saved. Open it again and read what it says now."""


class NotYoursToSign(SupervisionError):
    """This record is not waiting for your name. It is signed by those the policy names."""


class ForTheSupervisedPerson(SupervisionError):
    """Only the person it is about fills this form. They are reminded of it when it is due."""


class WhyNotDoneMissing(SupervisionError):
    """Say why it was not done. The reason is recorded beside the action and looked at with it."""


class NobodyThere(SupervisionError):
    """A group needs at least one person besides whoever led it. Say who was there."""


class AfterTheyLeft(SupervisionError):
    """Somebody you named had left by that day. Check the date and who was there."""


class NotByNumber(SupervisionError):
    """A child or a case is named by number here, never by name. Type letters and digits without blanks, such as `100200`."""


class ForTheFacilitator(SupervisionError):
    """Only whoever led the group signs off its record. Ask them to do it from their Home tab."""


class WhyNotRightMissing(SupervisionError):
    """Say what is not right. The named manager of your agreement reads it, and it stays with the record."""


class DisputedAlready(SupervisionError):
    """You have said already that this is not right, and it is being looked at. Both of you are told what comes of it."""


class ForTheNamedManager(SupervisionError):
    """Only the manager the agreement names, or one above the supervisor, decides this. Ask them."""


class OutcomeMissing(SupervisionError):
    """Say why it is decided so. Both of them read it, and it stays with the record."""


class RecordedAlready(SupervisionError):
    """The record of this session is written already. Open it in the history, and correct it there if something is wrong."""


class NotAKindOfDecision(SupervisionError):
    """The policy knows no such kind of decision. Choose one of those listed."""


class DraftChanged(SupervisionError):
    """This draft was written anew after you opened it, so nothing was saved. Open it again and read what it says now."""


class CorrectedAlready(SupervisionError):
    """This decision has been corrected already. Open the newer one and change that."""


class ReturnReasonMissing(SupervisionError):
    """Say what has to change. Whoever entered the draft reads it, writes the draft again, and it comes back to you."""


class NotYoursToChange(SupervisionError):
    """Only whoever entered this, or the line above the worker, can change it. Log a decision of your own beside it."""


class ReturnedAlready(SupervisionError):
    """This draft has been sent back already. It comes to you again once it has been written anew."""


class DiscussedThatDay(SupervisionError):
    """A discussion of this case on that day is recorded already. Check the date."""


class FiledBeforeDiscussed(SupervisionError):
    """That is before the case was discussed. Give the day it was put on the case system."""


class NotOnThisCase(SupervisionError):
    """Somebody named as having been there does not work on this case. Leave them out, or have the case allocated to them."""


class OpenAlready(SupervisionError):
    """This case is open already. To give it to somebody else, use `/case allocate`."""


class CannotOpen(SupervisionError):
    """This reference cannot be opened here. Check it; if another team works the case, ask its manager to allocate it."""


class BeforeItClosed(SupervisionError):
    """That is before the case was closed. Give the day it was opened again."""


class AllocatedAlready(SupervisionError):
    """They have this case in that role already. Nothing more is needed."""


class OneLead(SupervisionError):
    """A joint case has exactly one lead, and somebody else works it with them. Name the lead first, then the others."""


class ChangeMissing(SupervisionError):
    """Say in a few words what has changed, with references and never a name. The supervisor reads it at once."""


class WhyNoDiscussionMissing(SupervisionError):
    """Say why it needs no discussion. Whoever flagged it reads that, and it stays with the case."""


class NotJoint(SupervisionError):
    """Nobody works this case jointly, so no planning meeting is owed. Say who does with `/case joint` first."""


class NotAChildsReference(SupervisionError):
    """That is not a reference of a child. Give each child's number as the case system has it: a name can never stand here."""


class TooManyChildren(SupervisionError):
    """Those are more than twenty children. Give those whose files the discussions of this case go on."""


class NotOfTheFamily(SupervisionError):
    """A case is not a family by itself. Give the reference of another case, a brother's or sister's."""


class NotAReference(SupervisionError):
    """That is not a case reference. Give the reference as the case system has it: a name can never stand here."""


class NotThatDayYet(SupervisionError):
    """That day has not come yet. Give the day it took place, today at the latest."""


class NotTheirObserver(SupervisionError):
    """Somebody else observes them. How they supervise is observed by their own manager, or by somebody above."""


class NotPlannedAnyMore(SupervisionError):
    """This observation is not planned any more: it has been made, or called off. Nothing is left to do."""


class NoInterval(SupervisionError):
    """Neither the policy nor an agreement says how often this is. Agree it with `/supervision agreement @name`, then plan."""


class AwayForGood(SupervisionError):
    """One of the two is away until further notice, so no dates can be proposed. Plan the year once their return is known."""


class NothingToPlan(SupervisionError):
    """The year is planned already: the sessions booked reach as far as it does. `/supervision move @name` changes one."""


class NoDayTogether(SupervisionError):
    """There is no day of the week on which both of them work. Agree on a day and book it: `/supervision book`."""


class NoDays(SupervisionError):
    """There is no day in this plan. Give at least one, or press *Start again* for the dates proposed."""


class PlanAnswered(SupervisionError):
    """This plan has been answered, or another was proposed in its place. `/supervision plan` shows how things stand."""


class ForTheOther(SupervisionError):
    """A plan is confirmed by the other of the two, not by whoever proposed it. They have been asked."""


class PlanPassed(SupervisionError):
    """Every day of this plan has passed, so nothing was booked. Propose the year anew with `/supervision plan`."""


class AuditedAlready(SupervisionError):
    """This file has been audited, or another was drawn in its place. `/supervision audit` shows what is left to do."""


class ReasonForRedrawMissing(SupervisionError):
    """Choose why this file cannot be audited: it is kept with the sample. Then another is drawn."""
