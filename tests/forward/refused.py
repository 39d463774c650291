"""What forward mode, or forward over reverse, refuses among the programs, and why; and where no derivative settles."""

TRIED = "what is tried calls functions, branches or loops, and arithmetic errors are caught: a tangent may raise one"
FORWARD = {
    "exceptions.raised_in_a_callee": TRIED,
    "exceptions.try_in_a_try": TRIED,
    "exceptions.callee_whose_call_nobody_reads": TRIED,
    "exceptions.array_in_the_body": TRIED,
    "exceptions.loop_in_the_body": TRIED,
    "exceptions.finally_that_reads_what_was_tried": TRIED,
    "as_packages_write.a_raise_that_is_caught": TRIED,
}
COMPLEX = "a rule of a way back that is for real numbers"
SEVERAL = "a derivative by one of the arguments of *args, taken inside of a program"
STARRED = "all_of_them behind_another taken_apart arrays_in_a_row polynomial structures_in_a_row handed_on"
SECOND = {
    **FORWARD,
    **{f"star_arguments.{name}": SEVERAL for name in STARRED.split()},
    "as_packages_write.an_object_in_a_raise": "a class whose object only an exception holds",
    "complex.products_and_norms": COMPLEX,
    "complex.casts": COMPLEX,
    "callbacks.spectra": "an option of a transform that is chosen by another option, in a rule of a way back",
    "kernels.fourier_by_doubling": COMPLEX,
    "kernels.jacobi_in_two_dimensions": "two arrays that change places, where the places are those of trails",
}
ROUNDED = {"running_total": "its products are folded in another order inside of a program"}
"""Where a gradient taken inside of a program differs in the last bits from the one that is called."""
KINKS = {
    "branches.or_gives_a_value-1": "the branch changes there",
    "arrays.larger_and_smaller-0": "two items are equal there",
}
