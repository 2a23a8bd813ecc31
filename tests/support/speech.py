"""Invented speech in which what tells who somebody is is marked, for the finders of the watch-list.

What stands in square brackets is to be found, with its kind in front: [name:Jon Smythe]. Everybody in it is made up;
the telephone numbers are of those that Ofcom keeps free for drama.
"""

import re
from dataclasses import dataclass

from reviewer.core.watched import Kind, Term

TERMS = (
    Term(Kind.NAME, "John Smith"),
    Term(Kind.NAME, "Siobhan MacDonald"),
    Term(Kind.NAME, "Mohammed Iqbal"),
    Term(Kind.NAME, "Mrs Okonkwo"),
    Term(Kind.NAME, "Kate O'Neill"),
    Term(Kind.ADDRESS, "12 Acacia Avenue, Springfield"),
    Term(Kind.ADDRESS, "Flat 4, Hawthorn House"),
    Term(Kind.BIRTH, "04/05/1982"),
    Term(Kind.PHONE, "07700 900123"),
    Term(Kind.POSTCODE, "SW1A 1AA"),
    Term(Kind.PLATE, "AB12 CDE"),
)

SPEECH = """
Good evening sir can I take your name please
Yeah it's [name:Jon Smith] that's [name:J O H N] [name:S M I T H]
And how do you spell [name:Smith] is it with a y [name:Smythe]
No it's the usual way and my wife is [name:Siobhan McDonald]
Is that [name:Mac Donald] or just the one word
We live at [address:twelve Acacia Avenue] that's the one on the corner
[address:Acacia] with two a's and a c it's in [address:Springfield]
What's the postcode there is it [postcode:SW1A 1AA]
Yes [postcode:sierra whiskey one alpha one alpha alpha] that's right
Hang on I've got [postcode:S W one A] that's only half of it what's the rest
And your date of birth please sir [birth:fourth of May nineteen eighty-two]
So that's [birth:04/05/1982] or did you say the fifth
I said the [birth:fourth of the fifth eighty two] how many times
My brother was born on [birth:9th June 1979] he's older than me
She was born [birth:twenty first of March two thousand and five] so she's young
Her birthday is the [birth:third of November] next week
Can I get a contact number [phone:oh double seven double oh nine double oh one two three]
That's [phone:07700 900123] thank you
Or you can ring the office on [phone:0161 496 0000] between nine and five
The other one is [phone:zero seven seven zero zero nine hundred four five six] I think
It ends in [phone:nine double oh one two three] doesn't it
Is that your vehicle over there [plate:alpha bravo one two charlie delta echo]
Yes that's mine [plate:AB12 CDE] the blue one
Can we get a check on [plate:lima delta five one oscar kilo foxtrot] please control
It came back [plate:LD51 OKF] a silver estate no reports
There was another one registration [plate:K four one two bravo bravo alpha] parked across the drive
Right Mister [name:Smith] stay there for me please
[name:Mohammad] come over here a second would you
That's [name:Mohammed Ikbal] he lives next door to the [name:Smith's]
[name:Mrs Okonkwo] called us about half past ten she was upset
Spell that for me [name:oscar kilo oscar november kilo whiskey oscar] got it
[name:Katie] no sorry [name:Kate] [name:O'Neil] is the social worker
You can email her at [email:kate dot o'neill at example dot org] or just ring
It's [email:jane.doe@example.com] all lower case
He is in [address:flat four Hawthorn House] on the third floor
The reference is [number:four two seven one nine nine three oh] for your records
And your national insurance number is [number:QQ123456C] is it
Okay so what happened tonight tell me from the start
We were out for about two or three hours and then we came back
There were four or five of them by the gate at about twenty past ten
I am not sure why you are here to be honest with you
See that man there he was the one who hit me I swear
She said she would be late because the gate was shut
At one point there were two of us and then it was only me
I need you to calm down for a second and listen to what I'm saying
You are being recorded on body worn video do you understand
It may take twenty minutes or so for them to get here
They went down the street past the park and over the bridge
I may have had one or two drinks but that was at six o'clock
So I be in the car and you see what he did next
He came at me with his right hand and I put mine up
Where do you want us to go now are you coming with me or not
We had a call at nine about a green car on the avenue
What time is it I make it ten to four is that right
I'll give you a minute have a seat over there on the wall
Is there anybody else in the house right now any kids or dogs
No it's just me and the wife and she is in the back room
I will need a statement from you in a day or two is that okay
You do not have to say anything but it may harm your defence
Can you hear me control I have one male detained for a search
Show me state six at the address please and a van when you can
Your name sir [name:Jon] [name:Smithe] is it [name:S M I T H E] or without the e
Her mum is [name:Shivaun] and her nan is in the care home
Can you call [name:Mohamed] on [phone:plus four four seven seven zero zero nine double zero one two three]
The index is [plate:yankee foxtrot six three uniform november sierra] on a grey hatchback
It's registered to an address in [postcode:M1 1AE] according to the database
He goes by [name:Smithy] round here but his real name is [name:John]
I was born in [address:Springfield] in eighty two in the [birth:May] I think
Date of birth [birth:four five eighty two] he says
My postcode is [postcode:em one one ay ee] it's near the station
Put [phone:07700900123] in the log please
Her work email is [email:s dot macdonald at outlook dot com] all one word
The bank card ends [number:four four one nine] and expires next May
You want number nine nine nine for an emergency and one oh one for the rest
There's one at number two and three more at number six
Have you seen a man in a red top go past here in the last ten or fifteen minutes
I'd say he was five foot ten maybe five eleven with a beard
It was eighty or ninety pounds in cash and two cards
He owes me for the two tickets we bought to see the match in October
We got there at nineteen thirty and left at about twenty one hundred hours
""".strip()

LATER_TERMS = (
    Term(Kind.NAME, "Darren Whitlock"),
    Term(Kind.NAME, "Agnieszka Nowak"),
    Term(Kind.ADDRESS, "31b Tamworth Close"),
    Term(Kind.ADDRESS, "18 Station Road"),
    Term(Kind.BIRTH, "11/09/1994"),
)

LATER = """
so what's your name mate
it's [name:Darren] [name:Whitlock] with two t's no one t sorry
right [name:Darren] do you have any id on you
no I've left it at home on [address:Tamworth Close] just up there
what number
[address:thirty one Tamworth Close] flat b
and what's the date of birth
[birth:eleventh of the ninth ninety four]
contact number
[phone:oh seven nine one one double eight four three two nine]
cheers one second control from three four two can you check a male please
surname [name:Whitlock] [name:whiskey hotel india tango lima oscar charlie kilo]
forename [name:Darren] born [birth:eleven nine ninety four]
he's got a warrant out of [postcode:bravo five seven romeo tango] postcode check
vehicle is a black corsa [plate:bravo victor one nine lima zulu yankee]
the keeper is a [name:Mrs Agnieszka Nowak] of [address:eighteen Station Road]
can you spell that
[name:alpha golf november india echo sierra zulu kilo alpha]
she was born on [birth:the second of February nineteen sixty eight]
my mum's number is [phone:oh one two one four nine six oh one one one]
what's going on here then lads calm down one at a time
he started on us for no reason I swear down on my kid's life
we were only in there for five or ten minutes tops
you want to see the cuts on my arm look at that
how many of you live here is it just you and your daughter
I finish work at six and I get the bus home it's about half an hour
there was me and two other lads and a girl in the back
take a seat sir I will be with you in one minute
it cost me two hundred and fifty quid that phone did
I'm arresting you on suspicion of assault the time is twenty two forty
you do not have to say anything
""".strip()
"""Speech that was written after the finders were made, as a recogniser without signs writes it."""

_MARK = re.compile(r"\[(\w+):([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Marked:
    """What is to be found: the words from `first` up to but not including `end`."""

    kind: Kind
    first: int
    end: int


def marked(speech: str = SPEECH) -> tuple[tuple[str, ...], tuple[Marked, ...]]:
    """The words of some speech, and what of them is to be found."""
    texts: list[str] = []
    found: list[Marked] = []
    for line in speech.splitlines():
        at = 0
        for mark in _MARK.finditer(line):
            texts += line[at : mark.start()].split()
            words = mark[2].split()
            found.append(Marked(Kind(mark[1]), len(texts), len(texts) + len(words)))
            texts += words
            at = mark.end()
        texts += line[at:].split()
    return tuple(texts), tuple(found)
