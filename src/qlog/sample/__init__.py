"""Invented logs in the default layout: no real person, calibrated to what is published, the same bytes for a seed.

:func:`write_sample` makes deliveries of any size; a month at a time, so memory is bounded by one month. What the
numbers are calibrated to is said where they stand: visits and tickets in ``visits`` and ``tickets``, habits and
intensive treatment in ``spells``. Below about 3,000 recipients rare things (habits, other laws, emergencies, people
astray, new recipients) are more frequent than in life, so that a small sample shows something in every list.

reference/truth.csv, written on request, holds one line for each row of the logs, in the order of the rows (no log is
looked for in a folder named reference, so the truth is never taken for one):

===================  ==================================================================================================
``file``             name of the log file
``line``             line of the row in that file, 1-based; the header is line 1
``month``            calendar month of the check, YYYY-MM
``payer_number``     office
``recipient_number`` recipient
``institution_code`` institution
``visit_date``       day of the check, YYYY-MM-DD
``ticket``           why the check found a ticket or none: ``regular`` (it found one); without one:
                     ``late_registration`` (the ticket is registered after the check), ``other_law`` (another law
                     pays, no ticket will come), ``new_recipient`` (registration of the person is not complete),
                     ``emergency`` (the ticket follows), ``astray`` (nobody sent the person there, or the ticket had
                     ended: the only cause that is work for a caseworker)
``check``            why the row is there: ``visit``; ``retry`` (the card was read again); ``combined`` (second row
                     of one visit, health insurance as well); ``bulk_query`` (nobody was present); ``inpatient`` (a
                     stay); ``redelivered`` (the row stands in an earlier delivery too)
``pattern``          what kind of visits this one belongs to: ``ordinary``; ``intensive_treatment`` (15 days or more in
                     one month, then over); ``habit`` (many days, month after month). Pharmacies are ``ordinary``.
===================  ==================================================================================================
"""

from qlog.sample.run import write_sample

__all__ = ["write_sample"]
