"""Which further numbers are hidden, so that those that must be cannot be worked out (complementary suppression).

Two ways take turns. The quick one looks at equations one by one: where one leaves a number too narrow a range, the
cheapest further number of it is hidden. The thorough one takes what is still not safe when all equations are looked at
together, and finds by a linear program the cheapest change of numbers that makes it wide enough. Where very many seem
not to be safe at once, or so many hang together that nothing is found, all that may be hidden beside them is.
"""

import numpy as np

from tasks.protect.solving.cheapest_company import give_company
from tasks.protect.solving.chosen import Chosen
from tasks.protect.solving.ranges import judge_numbers
from tasks.protect.solving.shown_again import show_what_is_not_needed
from tasks.protect.solving.system import Marks, Numbers, Places, System

MANY, MANY_SHARE = 250, 0.02  # numbers that seem unsafe, and of those asked, from which on all beside is hidden


def hide_with_company(
    system: System, *, primary: Marks, guarded: Marks, hideable: Marks, width: Numbers, beside: Marks | None = None
) -> tuple[Marks, Places]:
    """Which numbers are hidden: the primary ones and their company; and those that no company can make safe, or of
    which that could not be found out.

    guarded: what must not be pinned down as soon as it is unknown. hideable: numbers that may be hidden. beside:
    numbers that may be hidden so that none which no company makes safe stands alone in an equation.
    """
    chosen = Chosen(system, hidden=primary, guarded=guarded, hideable=hideable, width=width)
    narrow = chosen.beyond_help()
    safe = np.zeros(system.size, dtype=bool)  # and stays so, whatever more is hidden
    chosen.look_at_equations()
    show_what_is_not_needed(chosen)
    few_left = surrounded = False
    while True:
        asked = guarded & chosen.unknown & ~safe & ~narrow
        at_most = np.inf if few_left else max(MANY, MANY_SHARE * np.count_nonzero(asked))
        judged = judge_numbers(
            system, unknown=chosen.unknown, guarded=asked, width=width, within=chosen.within, at_most=at_most
        )
        unsafe = judged.unsafe
        safe |= asked
        safe[unsafe] = safe[judged.unproved] = False
        narrow[judged.unproved] = True
        alone = np.flatnonzero(narrow & chosen.hidden)
        if len(judged.unproved) and not surrounded:
            surrounded = True
            chosen.hide_around(judged.unproved)
        elif not len(unsafe) and not len(judged.unproved):
            if beside is None or not chosen.hide_beside(alone, among=beside):
                return chosen.hidden, alone
            narrow |= chosen.beyond_help()
        elif len(unsafe) > at_most:
            few_left = not chosen.hide_around(unsafe)
        else:
            for number in unsafe:
                safe[number] = give_company(chosen, int(number))
            narrow[unsafe] = ~safe[unsafe]
        chosen.look_at_equations()
