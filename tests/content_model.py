"""Every field that the content model names, by kind: what the schemas are measured against."""

COMMON = """
kind id summary owner status last_reviewed review_every visibility tags sources aliases
superseded_by image image_alt links links.title links.url codes history
history.text history.why history.severity history.confidence history.sources history.quote
"""

FIELDS = {
    "persona": """
        name tagline quote pronouns type priority basis share
        segments profiles related related.persona related.why
        about
        job_titles reports_to responsibilities success_measures tools
        skills skills.name skills.level
        values interests lifestyle attitudes passions aspirations concerns
        traits traits.low traits.high traits.value
        behaviors shopping_habits channels channels.channel channels.note channels.preference
        information_sources information_sources.text information_sources.tier
        touchpoints touchpoints.touchpoint touchpoints.system touchpoints.state devices
        goals needs motivations pain_points challenges
        jobs jobs.when jobs.want jobs.so_that jobs.type triggers
        buying buying.roles buying.budget buying.authority buying.need buying.timing
        decision_criteria barriers objections deal_makers deal_breakers tolerance
        empathy empathy.says empathy.thinks empathy.does empathy.feels
        key_messages scenarios day_in_the_life examples access_needs constraints advice
        harm
        """,
    "profile": """
        title firmographics technographics triggers
        fit fit.criterion fit.group fit.points fit.values fit.values.value fit.values.points
        fit_threshold fit_maximum by_size disqualifiers
        buying_committee buying_committee.persona buying_committee.role segments value
        """,
    "segment": """
        title basis criteria size value growth
        qualification qualification.budget qualification.authority qualification.need
        qualification.timing next_action
        """,
    "journey": """
        title personas scenario expectations state trigger outcome
        stages stages.stage stages.title stages.phase stages.goal stages.enter_when
        stages.exit_when stages.metric stages.owner stages.hand_off stages.emotion
        stages.messaging stages.service stages.content stages.steps
        stages.steps.action stages.steps.touchpoint stages.steps.channel stages.steps.thinking
        stages.steps.feeling stages.steps.emotion stages.steps.quote stages.steps.pain_points
        stages.steps.opportunities stages.steps.moment_of_truth stages.steps.frontstage
        stages.steps.backstage stages.steps.support_process stages.steps.system
        stages.steps.service stages.steps.metric stages.steps.target stages.steps.owner
        stages.steps.sources
        steps steps.action
        transitions transitions.from transitions.to transitions.what transitions.health
        transitions.owner
        opportunities opportunities.text opportunities.status opportunities.customer_value
        opportunities.business_value opportunities.effort opportunities.owner
        """,
    "messaging": """
        title personas reader value_proposition
        positioning positioning.for positioning.who positioning.product positioning.category
        positioning.benefit positioning.unlike positioning.difference
        lengths
        pillars pillars.title pillars.promise pillars.pain_points pillars.messages pillars.why_us
        pillars.proof
        differentiators required_capabilities required_capabilities.capability
        required_capabilities.metric
        stories stories.challenge stories.experience stories.solution stories.result stories.proof
        messages messages.stage messages.channel messages.pain_point messages.message
        messages.proof messages.call_to_action messages.asset
        objections objections.objection objections.context objections.answers objections.proof
        proof proof.claim proof.source proof.evidence proof.expires
        alternatives alternatives.name alternatives.strong alternatives.weak
        discovery_questions listen_for
        before_after before_after.before before_after.after before_after.so_what
        tone tone.voice tone.this_not_that tone.this_not_that.say tone.this_not_that.not
        tone.words_to_use tone.words_to_avoid
        campaigns campaigns.title campaigns.stage campaigns.channel campaigns.offer
        campaigns.measure
        """,
    "service": """
        title personas stages channels principles
        priorities priorities.level priorities.when priorities.customers tie_break
        response_targets response_targets.channel response_targets.priority
        response_targets.first_reply response_targets.next_reply response_targets.escalated
        response_targets.resolution response_targets.hours response_targets.met
        exceptions
        scenarios scenarios.title scenarios.trigger scenarios.personas scenarios.stage
        scenarios.channel scenarios.signs scenarios.do scenarios.dont scenarios.say
        scenarios.avoid scenarios.steps scenarios.authority scenarios.escalate
        escalation escalation.tier escalation.when escalation.to escalation.hand_over
        escalation.target escalation.updates_every escalation.exit_when
        statuses categories form_fields
        proactive proactive.trigger proactive.gesture proactive.kind proactive.owner
        proactive.limit
        recovery
        metrics metrics.name metrics.target metrics.actual metrics.source
        training feedback tools
        """,
    "evidence": """
        title method date product researchers participants demographics devices goals
        hypotheses hypotheses.text hypotheses.verdict
        findings findings.text findings.quotes findings.quotes.text findings.quotes.speaker
        findings.confidence findings.severity findings.impact
        outcomes recommendations opportunities further_research secondary_research limits tools
        consent
        """,
}


def fields(kind: str) -> set[str]:
    """The dotted paths of a kind, those of every kind included."""
    return set((COMMON + FIELDS[kind]).split())
